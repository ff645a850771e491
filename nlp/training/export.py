"""Write trained weights as the reader takes them: two graphs in whole numbers of eight bits, heads as arrays."""

import tempfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from nlp.learned.encoder import WEIGHTS
from nlp.learned.pairs import CHOICES
from nlp.training.network import Network

OPERATIONS = 17
LENGTH = 40


class Lower(nn.Module):
    """The graph of the lower layers: pieces and forms of letters to words and tags."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """See Network.lower."""
        words = self.network.lower(ids, shapes)
        return words, self.network.tag(words)


class Upper(nn.Module):
    """The graph of the upper layers; `where` (parties x pieces) averages the attention of each party's mentions."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, parties: Tensor, kinds: Tensor, where: Tensor) -> tuple[Tensor, Tensor]:
        """See Network.upper."""
        read, attention = self.network.upper(words, parties, kinds)
        return read, torch.einsum("nt,bhtk->nhk", where, attention)


def export(network: Network, folder: Path = WEIGHTS) -> None:
    """Write lower.onnx, upper.onnx and heads.npz."""
    torch.set_default_device("cpu")
    network.cpu().eval()
    pieces = {1: "pieces"}
    ids, zeros = torch.full((1, LENGTH), 1000), torch.zeros(1, LENGTH, dtype=torch.long)
    lower, upper = Lower(network), Upper(network)
    words = lower(ids, zeros)[0].detach()
    with tempfile.TemporaryDirectory() as name:
        graphs = (
            (lower, (ids, zeros), "lower", {"ids": pieces, "shapes": pieces}, {"hidden": pieces, "tags": pieces}),
            (
                upper,
                (words, zeros, zeros, torch.ones(3, LENGTH)),
                "upper",
                {"hidden": pieces, "parties": pieces, "kinds": pieces, "where": {0: "parties", 1: "pieces"}},
                {"read": pieces, "attention": {0: "parties", 2: "pieces"}},
            ),
        )
        for module, inputs, title, given, answers in graphs:
            full = Path(name) / f"{title}.onnx"
            torch.onnx.export(
                module,
                inputs,
                str(full),
                input_names=list(given),
                output_names=list(answers),
                dynamic_axes={**given, **answers},
                opset_version=OPERATIONS,
                dynamo=False,
            )
            quantize_dynamic(
                str(full),
                str(folder / f"{title}.onnx"),
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gather"],
            )
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **_heads(network))


def _heads(network: Network) -> dict[str, NDArray[np.float16]]:
    parts = {
        "none": network.nobody,
        "kind": network.kind.weight,
        "hs": network.subject.weight,
        "hs_b": network.subject.bias,
        "ho": network.object.weight,
        "ho_b": network.object.bias,
        "bil": network.bilinear.weight,
        "bil_b": network.bilinear.bias,
        "lin": network.linear.weight,
    }
    for relation in CHOICES:
        parts[f"w_{relation}"] = network.choice[relation].weight
        parts[f"b_{relation}"] = network.choice[relation].bias
    return {name: part.detach().numpy().astype(np.float16) for name, part in parts.items()}
