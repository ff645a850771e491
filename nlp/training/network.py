"""The encoder as it is trained: MiniLM's six layers, names told behind the third, relations behind the last."""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from nlp.learned.encoder import KINDS, LONGEST, MOST_PARTIES, RELATIONS
from nlp.learned.pairs import BLOCK, CHOICES
from nlp.training.batch import Batch

WIDTH, HEADS, LAYERS, LOWER = 384, 12, 6, 3
VOCABULARY, SHAPES, TAGS = 30_522, 5, 2 * (len(KINDS) - 1) + 1
#: Positions that MiniLM knows; further ones begin as copies of them.
KNOWN_POSITIONS = 512
DROPOUT = 0.1
#: Where the layers' parts stand in the weights of MiniLM.
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "after_words": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer of a transformer, as in BERT; `attention` is handed out as well."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.after_words = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, words: Tensor, real: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Words (articles x pieces x width) to words and attention (articles x heads x pieces x pieces).

        `real` (articles x pieces) tells pieces from padding, which nothing attends to.
        """
        batch, length, _ = words.shape
        shape = (batch, length, HEADS, WIDTH // HEADS)
        query, key, value = (part(words).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = (query * (1 / math.sqrt(WIDTH // HEADS))) @ key.transpose(-1, -2)
        if real is not None:
            scores = scores.masked_fill(~real[:, None, None, :], float("-inf"))
        attention = scores.softmax(-1, dtype=scores.dtype)
        mixed = (attention.to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        words = self.after_attention(words + self.dropout(self.out(mixed)))
        return self.after_words(words + self.dropout(self.down(functional.gelu(self.up(words))))), attention


class Network(nn.Module):
    """All that is trained. `nlp.learned` computes the same from the exported weights."""

    def __init__(self, minilm: Path | None = None) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(LONGEST, WIDTH)
        self.after_embedding = nn.LayerNorm(WIDTH, eps=1e-12)
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag = nn.Linear(WIDTH, TAGS)
        self.party = nn.Embedding(MOST_PARTIES + 1, WIDTH, padding_idx=0)
        self.kind = nn.Embedding(len(KINDS), WIDTH, padding_idx=0)
        self.after_marking = nn.LayerNorm(WIDTH)
        self.nobody = nn.Parameter(torch.zeros(WIDTH))
        self.subject, self.object = nn.Linear(3 * WIDTH, WIDTH), nn.Linear(3 * WIDTH, WIDTH)
        self.bilinear = nn.Linear(WIDTH * BLOCK, len(RELATIONS))
        self.linear = nn.Linear(2 * WIDTH, len(RELATIONS), bias=False)
        self.choice = nn.ModuleDict({name: nn.Linear(2 * WIDTH, len(options)) for name, options in CHOICES.items()})
        self.relevant = nn.Linear(WIDTH, 1)
        self._begin()
        if minilm:
            self._load(minilm)

    def _begin(self) -> None:
        nn.init.normal_(self.party.weight, std=0.05)
        nn.init.normal_(self.kind.weight, std=0.05)
        nn.init.zeros_(self.shape.weight)
        nn.init.normal_(self.bilinear.weight, std=0.01)
        # Most pairs have no relation.
        nn.init.constant_(self.bilinear.bias, -3.0)
        with torch.no_grad():
            self.party.weight[0] = 0
            self.kind.weight[0] = 0

    def _load(self, minilm: Path) -> None:
        """Begin with the weights of all-MiniLM-L6-v2; its words are kept as they are."""
        stored = load_file(str(minilm / "model.safetensors"))
        with torch.no_grad():
            self.word.weight.copy_(stored["embeddings.word_embeddings.weight"])
            positions = stored["embeddings.position_embeddings.weight"]
            for start in range(0, LONGEST, KNOWN_POSITIONS):
                self.position.weight[start : start + KNOWN_POSITIONS] = positions
            self.position.weight += stored["embeddings.token_type_embeddings.weight"][0]
            self.after_embedding.weight.copy_(stored["embeddings.LayerNorm.weight"])
            self.after_embedding.bias.copy_(stored["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                for part, name in PARTS.items():
                    target = getattr(layer, part)
                    target.weight.copy_(stored[f"encoder.layer.{number}.{name}.weight"])
                    target.bias.copy_(stored[f"encoder.layer.{number}.{name}.bias"])
        self.word.weight.requires_grad_(False)

    def lower(self, ids: Tensor, shapes: Tensor, real: Tensor | None = None) -> Tensor:
        """Pieces and the forms of their letters (articles x pieces) to words (articles x pieces x width)."""
        words = self.word(ids) + self.position(torch.arange(ids.shape[1])) + self.shape(shapes)
        words = self.dropout(self.after_embedding(words))
        for layer in self.layers[:LOWER]:
            words, _ = layer(words, real)
        return words

    def upper(self, words: Tensor, parties: Tensor, kinds: Tensor, real: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Words with the parties marked on them to words and the last layer's attention."""
        words = self.after_marking(words + self.party(parties) + self.kind(kinds))
        for layer in self.layers[LOWER:-1]:
            words, _ = layer(words, real)
        words, attention = self.layers[-1](words, real)
        return words, attention

    def relate(self, words: Tensor, attention: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (pairs x relations, log odds), states of the pairs, and the share of each piece in their attention."""
        states, looks = self._parties(words, attention, batch)
        kinds = self.kind(batch.kinds)
        subjects, objects = (batch.article, batch.subject), (batch.article, batch.object)
        shared = (looks[subjects] * looks[objects]).mean(1)
        shared = shared / (shared.sum(1, keepdim=True) + 1e-9)
        # One product for each article: those of its pairs with its own words.
        context = torch.cat([shared[batch.article == number] @ words[number] for number in range(len(words))])
        left = torch.tanh(self.subject(torch.cat([states[subjects], context, kinds[subjects]], 1)))
        right = torch.tanh(self.object(torch.cat([states[objects], context, kinds[objects]], 1)))
        blocks = WIDTH // BLOCK
        weights = self.bilinear.weight.view(-1, blocks, BLOCK, BLOCK)
        half = torch.einsum("rbi,kbij->rkbj", left.view(-1, blocks, BLOCK), weights)
        form = (half * right.view(-1, 1, blocks, BLOCK)).sum((2, 3)) + self.bilinear.bias
        both = torch.cat([left, right], 1)
        return form + self.linear(both), both, shared

    def _parties(self, words: Tensor, attention: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """States (articles x parties x width) and attention (articles x parties x heads x pieces), 'nobody' last."""
        articles = torch.arange(len(words))[:, None, None]
        mentioned = batch.mentioned
        held = words[articles, batch.mentions].masked_fill(~mentioned[..., None], -1e4)
        states = torch.logsumexp(held, 2)
        share = mentioned / mentioned.sum(2, keepdim=True).clamp(min=1)
        where = torch.zeros(*mentioned.shape[:2], words.shape[1]).scatter_add(2, batch.mentions, share)
        looks = torch.einsum("apt,ahtk->aphk", where, attention)
        nobody = batch.real[:, None, None, :] / batch.real.sum(1)[:, None, None, None]
        return (
            torch.cat([states, self.nobody.expand(len(words), 1, WIDTH)], 1),
            torch.cat([looks, nobody.expand(-1, 1, HEADS, -1)], 1),
        )
