// What the explorer asks the server for. Each answer is asked for once; an error carries the server's words.

// Many servers refuse addresses of more than some 8,000 characters: lists of ids are asked for in pieces.
const IDS_LENGTH = 3000;

function pieces(ids) {
  const found = [];
  let room = 0;
  for (const id of ids) {
    const length = encodeURIComponent(id).length + 7;
    if (length > room) {
      found.push([]);
      room = IDS_LENGTH;
    }
    found.at(-1).push(id);
    room -= length;
  }
  return found;
}

export class ServerError extends Error {
  constructor(message, suggestions = []) {
    super(message);
    this.suggestions = suggestions;
  }
}

export function askServer(addresses) {
  async function ask(name, parameters) {
    const query = new URLSearchParams();
    for (const [key, values] of Object.entries(parameters)) for (const value of [values].flat()) query.append(key, value);
    let answer;
    try {
      answer = await fetch(`${addresses[name]}?${query}`, { headers: { accept: "application/json" } });
    } catch {
      throw new ServerError("The server does not answer. Is it still running?");
    }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new ServerError(told.error || `The server answered ${answer.status}.`, told.suggestions);
    return told;
  }
  return {
    around: (id, offset = 0) => ask("around", { id, offset }),
    // The lines between nodes that come anew and those that are there.
    between: async (ids, others) => {
      const parts = pieces(ids).flatMap((some) => pieces(others).map((rest) => ask("between", { id: some, other: rest })));
      return (await Promise.all(parts)).flatMap((told) => told.edges);
    },
    whole: (limit) => ask("whole", { limit }),
    path: (from, to, without) => ask("path", { from, to, without }),
    node: (id) => ask("node", { id }),
    edge: (id) => ask("edge", { id }),
    complete: addresses.complete ? (q) => ask("complete", { q }).then((told) => told.completions) : null,
  };
}
