"""Exports trained weights to the model folder that ships: int8 ONNX, tokenizer, manifest.

    python training/to_onnx.py --weights training/runs/first/average.pt --base DIR --out src/rashomon/models/en

Linear layers are quantised to 7 of 8 bits (`reduce_range`), since processors without VNNI overflow at 8,
and word vectors to 8. The small weights that `decoding.py` works with go into the graph's companion `heads.npz`.
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

import corpora
import labels
from batches import MAX_SUBWORDS, Subwords
from losses import words_of
from network import HEADS as ATTENTION_HEADS
from network import HIDDEN, WORD_HIDDEN, Network, WordLayer
from train import sizes
from treebanks import label_numbers

INPUTS = ["ids", "firsts", "shapes"]
HEADS = ["attribution", "mention"]
DATA_STATEMENT = {
    "base": "all-MiniLM-L6-v2 (Apache-2.0)",
    "corpora": {
        "polnear train": "attribution; Newell et al., LREC 2018; no licence stated, texts of the publishers",
        "re3d-conflibert train": "mentions; Dstl re3d, mixed licences, the BBC part CC BY-NC 3.0; "
        "1,500 sentences of polnear train with the mentions that a network marked which learnt from it alone",
        "ner wikigold, wnut17 train, btc sections g and e": "names (auxiliary); CC BY 4.0",
        "gum train": "syntax, coreference, names (auxiliary); CC BY 4.0 annotation, texts per genre",
        "ewt and ewt-srl train": "syntax, semantic roles; CC BY-SA 4.0",
        "factuality uds-ih2, uw, meantime, cb, rp, megaveridicality train": "certainty; see the sets' own terms",
        "plv-zsp train, cameo-conflibert train without the sentences of any test part": "kinds of events, parties",
    },
    "texts": "none of the corpora's text is contained in this folder",
}


class FusedAttention(torch.autograd.Function):
    """The attention of a layer as ONNX Runtime's own operator, which has an int8 kernel."""

    @staticmethod
    def forward(ctx: object, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return torch.zeros_like(x)  # only its place in the graph counts

    @staticmethod
    def symbolic(g: object, x: object, weight: object, bias: object) -> object:
        attended = g.op("com.microsoft::Attention", x, weight, bias, num_heads_i=ATTENTION_HEADS)
        attended.setType(x.type())
        return attended


class Exported(nn.Module):
    """What the reader runs on one window alone: emissions of each field, pair and arc scores, the marks of all other
    heads, and the states of the words themselves, from which `vectors.py` learns what claims mean."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.layers:
            parts = (layer.query, layer.key, layer.value)
            layer.register_buffer(
                "projection", torch.cat([part.weight.T for part in parts], dim=1).detach().contiguous()
            )
            layer.register_buffer("projection_bias", torch.cat([part.bias for part in parts]).detach())
            layer.attend = partial(_attend, layer)
        self.words, self.structure = both_ways(network.layer), both_ways(network.structure)

    def forward(self, ids: Tensor, firsts: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        seen = network.seen(ids, torch.ones_like(ids), firsts, shapes)
        (words, _), (structure, _) = self.words(seen), self.structure(seen)
        fields = (network.fields[name].emit(words) for name in HEADS)
        heads = mark_heads(network).items()
        marks = torch.cat([head(words if name == "party" else structure) for name, head in heads], dim=2)
        return (*fields, network.pairs(words), network.tree.arcs(structure), marks, seen[:, :, :HIDDEN])


def mark_heads(network: Network) -> dict[str, nn.Module]:
    """The heads whose numbers for each word are one row of marks, in the order of its columns."""
    return {
        "tag": network.tree.tag, "lower": network.tree.lower, "upper": network.tree.upper,
        "predicate": network.roles.is_predicate, "as_predicate": network.roles.predicate, "as_word": network.roles.word,
        "kind": network.events.kind, "certainty": network.certainty,
        "is_head": network.chains.is_head, "prior": network.chains.prior,
        "later": network.chains.later, "earlier": network.chains.earlier,
        "party": network.fields["party"].emit, "trigger": network.events.trigger,
        "from_source": network.events.from_source, "from_target": network.events.from_target,
        "source": network.events.source, "target": network.events.target,
    }  # fmt: skip


def _attend(layer: nn.Module, x: Tensor, _mask: Tensor) -> Tensor:
    """Attention to all sub-words: there are no others in a run."""
    return FusedAttention.apply(x, layer.projection, layer.projection_bias)


def both_ways(layer: WordLayer) -> nn.LSTM:
    """The two LSTMs of a word layer as one operator that runs both ways: it has an int8 kernel and turns nothing."""
    onward, backward = layer.onward.state_dict(), layer.backward.state_dict()
    both = nn.LSTM(layer.onward.input_size, WORD_HIDDEN, batch_first=True, bidirectional=True)
    both.load_state_dict(onward | {f"{name}_reverse": numbers for name, numbers in backward.items()})
    return both


def export(network: Network, path: Path) -> None:
    """Write the network as float ONNX for one window a run, with free sub-word and word axes."""
    firsts = torch.tensor([[1, 2, 4, 6]])
    given = (torch.randint(5, 1000, (1, 9)), firsts, torch.zeros_like(firsts))
    axes = {"ids": {1: "subwords"}} | {
        **{name: {1: "words"} for name in ("firsts", "shapes", *HEADS, "marks", "states")},
        **{name: {1: "words", 2: "words"} for name in ("pairs", "arcs")},
    }
    torch.onnx.export(
        Exported(network).eval(), given, path, input_names=INPUTS, opset_version=17, dynamo=False,
        output_names=[*HEADS, "pairs", "arcs", "marks", "states"], dynamic_axes=axes,
    )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Dynamic int8 of the linear layers, the attention, the LSTMs and the word vectors."""
    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather", "Attention", "LSTM"],
    )  # fmt: skip
    model = onnx.load(target)
    model.doc_string = ""
    onnx.save(model, target)


@torch.no_grad()
def parity(network: Network, subwords: Subwords, *models: Path) -> list[dict[str, float]]:
    """How far each ONNX file is from PyTorch on development sentences: largest difference of an emission, and the
    share of words whose most likely attribution label is the same."""
    examples = corpora.cofenet(corpora.DATA / "polnear-cofenet" / "valid.txt.gz")[:128]
    batches = [subwords.batch([subwords.cut(example)]) for example in examples]
    found = []
    for model in models:
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        widest, same, words = 0.0, 0, 0
        for batch in batches:
            given = {name: getattr(batch.inputs, name).numpy() for name in INPUTS}
            theirs = torch.tensor(session.run(["attribution"], given)[0])
            ours = network.fields["attribution"].emit(words_of(network, batch))
            mask = batch.word_mask.bool()
            widest = max(widest, float((ours - theirs)[mask].abs().max()))
            same += int((ours.argmax(2) == theirs.argmax(2))[mask].sum())
            words += int(mask.sum())
        found.append({"widest_difference": round(widest, 5), "same_labels": round(same / words, 5)})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scores", type=Path, help="JSON of the run's last dev scores")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network = Network(labels.FIELDS, sizes())
    network.load_older(torch.load(options.weights))
    network.eval()
    subwords = Subwords(options.base / "tokenizer.json")
    before = copy.deepcopy(network)  # the export changes how attention is computed
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "model.onnx"
        export(network, plain)
        quantise(plain, options.out / "model.onnx")
        differences = parity(before, subwords, plain, options.out / "model.onnx")
    shutil.copy(options.base / "tokenizer.json", options.out / "tokenizer.json")
    weights = {f"{name}.step": network.fields[name].transitions() for name in (*HEADS, "party")} | {
        "relation.weight": network.tree.relation.weight.T, "relation.bias": network.tree.relation.bias,
        "role.weight": network.roles.label.weight.T, "role.bias": network.roles.label.bias,
        "role.distance": network.roles.distance.weight, "chain.features": network.chains.features,
    }  # fmt: skip
    arrays = {name: np.ascontiguousarray(tensor.detach().numpy(), np.float32) for name, tensor in weights.items()}
    np.savez(options.out / "heads.npz", **arrays)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    manifest = {
        "name": "rashomon-en",
        "format": 3,
        "languages": ["en"],
        "labels": {name: labels.FIELDS[name] for name in (*HEADS, "party")}
        | {
            "tag": list(label_numbers("tags")),
            "relation": list(label_numbers("relations")),
            "role": corpora.role_labels(),
            "kind": labels.KINDS,
        },
        "marks": {name: head(torch.zeros(1, 1, 2 * WORD_HIDDEN)).shape[2] for name, head in mark_heads(before).items()},
        "window_subwords": MAX_SUBWORDS,
        "licence": "Apache-2.0 for the weights as far as ours to give; see `data` for what they were learned from",
        "data": DATA_STATEMENT,
        "trained_at_commit": commit,
        "parity_with_pytorch": dict(zip(("float32", "int8"), differences, strict=True)),
        "dev_scores": json.loads(options.scores.read_text()) if options.scores else {},
    }
    (options.out / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
