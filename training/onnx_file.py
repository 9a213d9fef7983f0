"""From tuned weights to the file that ships: `python -m training.onnx_file WEIGHTS --base FOLDER --out FILE`.

One text a pass, so the graph has one input, `input_ids` of shape (1, pieces), and no mask. It yields hidden states
(1, pieces, 384) and token vectors (1, pieces, 128). The weights are int8, unpacked as the file loads.
"""

import argparse
import io
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from training.encoder import Encoder
from training.packing import round_rows, unpack

_SMALLEST = 4096
"""Weights of fewer values stay as they are."""
_OPSET = 17


class _OneText(nn.Module):
    """The encoder over one whole text."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder.bert.embeddings(input_ids=input_ids)
        for layer in self.encoder.bert.encoder.layer:
            output = layer(hidden)
            hidden = output[0] if isinstance(output, tuple) else output
        return hidden, self.encoder.projection(hidden)


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights", type=Path)
    options.add_argument("--base", type=Path, required=True, help="folder of the model that the weights began from")
    options.add_argument("--out", type=Path, required=True)
    arguments = options.parse_args()
    encoder = unpack(arguments.weights, arguments.base, attention="eager")
    onnx.save(rounded(exported(encoder)), arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 2**20:.1f} MiB")


def exported(encoder: Encoder) -> onnx.ModelProto:
    """Return the encoder as an ONNX graph in float32."""
    target = io.BytesIO()
    torch.onnx.export(
        _OneText(encoder).eval(),
        (torch.ones(1, 8, dtype=torch.int64),),
        target,
        input_names=["input_ids"],
        output_names=["hidden", "tokens"],
        dynamic_axes={name: {1: "pieces"} for name in ("input_ids", "hidden", "tokens")},
        opset_version=_OPSET,
        dynamo=False,
    )
    return onnx.load_from_string(target.getvalue())


def rounded(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its large weights as int8 and nodes that unpack them.

    A matrix that is multiplied has a scale a column (its output), a table that is looked up a scale a row. The nodes
    are plain arithmetic on constants, which onnxruntime does once, when it loads the file; it repeats a
    DequantizeLinear in every pass (measured: 27 texts a second, against 70).
    """
    graph = model.graph
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept, nodes = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim != 2 or values.size < _SMALLEST or values.dtype != np.float32:
            kept.append(tensor)
            continue
        axis = 0 if tensor.name in looked_up else 1
        small, scale = round_rows(values if axis == 0 else values.T)
        small, scale = (small, scale) if axis == 0 else (small.T, scale.T)
        names = {part: f"{tensor.name}_{part}" for part in ("int8", "float", "scale")}
        kept.append(numpy_helper.from_array(np.ascontiguousarray(small), names["int8"]))
        kept.append(numpy_helper.from_array(np.ascontiguousarray(scale), names["scale"]))
        nodes.append(helper.make_node("Cast", [names["int8"]], [names["float"]], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [names["float"], names["scale"]], [tensor.name]))
    del graph.initializer[:]
    graph.initializer.extend(kept)
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + rest)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
