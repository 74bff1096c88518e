using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import;
using Octavo.Compiler.Import.Inputs;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Quantizing.Ranges;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Ranges of activations that move along a stream. With [l, h] the range that the inference before left and a the weight of what is new,
/// <c>l += (min(0, x…) - l) * a</c>, <c>h += (max(0, x…) - h) * a</c>, <c>s = max((h - l) / 255, 2^-126)</c>, <c>z = rne(clamp(-l / s, 0, 255))</c>, each operation rounded to
/// float, and the codes are QuantizeLinear's. The ranges of all tensors are one state [tensors, 2], which begins at the calibration's ranges: an input and an output of the file
/// in ONNX's own operators, which <see cref="StateProperties"/> connect.
/// </summary>
internal sealed class AdaptiveRanges(ModelDraft draft, CalibrationData? calibration, QuantizationSettings settings, List<OnnxNode> nodes)
{
    private const float SmallestNormal = 1.17549435e-38f;

    private readonly List<(string Old, string New, TensorRange Initial)> _ranges = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);

    /// <summary>Codes, scale and zero point of a tensor.</summary>
    public (string Codes, string Scale, string ZeroPoint) Quantize(string x)
    {
        string range = draft.Unique(x + "_range"), moved = draft.Unique(x + "_range_next");
        _ranges.Add((range, moved, InitialOf(x)));
        string low = Extreme(x, "ReduceMin", "Min"), high = Extreme(x, "ReduceMax", "Max");
        string seen = Node(x, "Concat", [low, high], "_seen", NodeRecords.Attribute("axis", 1));
        string difference = Node(x, "Sub", [seen, range], "_difference");
        string step = Node(x, "Mul", [difference, Scalar((float)settings.Adaptation, "adaptation")], "_step");
        Add(x, "Add", [range, step], moved);

        string l = draft.Unique(x + "_low"), h = draft.Unique(x + "_high");
        nodes.Add(NodeRecords.New(x + "/Split", "", "Split", [moved, Pair()], [l, h], NodeRecords.Attribute("axis", 1)));
        string scale = Reshaped(x, Node(x, "Max", [Node(x, "Div", [Node(x, "Sub", [h, l], "_width"), Scalar(255, "levels")], "_even"), Scalar(SmallestNormal, "least_scale")], "_positive"), "_scale");
        string zero = Node(x, "Div", [Node(x, "Sub", [Scalar(0, "zero"), Reshaped(x, l, "_lowest")], "_depth"), scale], "_zero");
        string code = Node(x, "Round", [Node(x, "Clip", [zero, Scalar(0, "zero"), Scalar(255, "levels")], "_zero_inside")], "_zero_rounded");
        string zeroPoint = Node(x, "Cast", [code], "_zero_point", NodeRecords.Attribute("to", OnnxDataType.FromElementType(ElementType.UInt8)));
        string codes = Node(x, "QuantizeLinear", [x, scale, zeroPoint], "_quantized");
        return (codes, scale, zeroPoint);
    }

    /// <summary>Adds the state to the graph: its split in front of all nodes, its join behind them.</summary>
    public void Close()
    {
        if (_ranges.Count == 0)
        {
            return;
        }

        string state = draft.Unique("ranges"), next = draft.Unique("ranges_next");
        string sizes = draft.AddConstant("ranges_split", TensorData.Longs(new Shape(_ranges.Count), [.. Enumerable.Repeat(1L, _ranges.Count)]));
        nodes.Insert(0, NodeRecords.New(state + "/Split", "", "Split", [state, sizes], [.. _ranges.Select(r => r.Old)], NodeRecords.Attribute("axis", 0)));
        nodes.Add(NodeRecords.New(state + "/Concat", "", "Concat", [.. _ranges.Select(r => r.New)], [next], NodeRecords.Attribute("axis", 0)));
        OnnxDimension[] shape = [new OnnxDimension(_ranges.Count, ""), new OnnxDimension(2, "")];
        int element = OnnxDataType.FromElementType(ElementType.Float32);
        draft.Inputs.Add(new OnnxValueInfo(state, "tensor", element, shape));
        draft.Outputs.Add(new OnnxValueInfo(next, "tensor", element, shape));
        draft.Properties[StateProperties.State + state] = next;
        draft.Properties[StateProperties.Initial + state] = StateProperties.Format(_ranges.SelectMany(r => new[] { (float)r.Initial.Low, (float)r.Initial.High }));
    }

    private TensorRange InitialOf(string x) => calibration is not null && calibration.Tensors.TryGetValue(x, out TensorStatistics? statistics)
        ? RangeChoice.Of(statistics, settings, ElementType.UInt8).WithZero()
        : throw new ModelException(ProblemKind.InvalidOption, $"Adaptive ranges begin at those of a calibration, and there is none that knows the tensor {Printable.Quote(x)}.");

    /// <summary>The extreme of a tensor and of 0, [1, 1].</summary>
    private string Extreme(string x, string reduction, string joining)
    {
        string all = Node(x, reduction, [x], "_" + reduction, NodeRecords.Attribute("keepdims", 0));
        string matrix = Node(x, "Reshape", [all, Constant("one_by_one", TensorData.Longs(new Shape(2), [1, 1]))], "_" + joining);
        return Node(x, joining, [matrix, Scalar(0, "zero")], "_" + joining + "0");
    }

    private string Reshaped(string x, string value, string ending) => Node(x, "Reshape", [value, Constant("scalar_shape", TensorData.Longs(new Shape(0), []))], ending);

    private string Pair() => Constant("range_split", TensorData.Longs(new Shape(2), [1, 1]));

    private string Scalar(float value, string name) => Constant(name, TensorData.Floats(Shape.Scalar, [value]));

    private string Constant(string name, TensorData data)
    {
        if (!_constants.TryGetValue(name, out string? unique))
        {
            _constants[name] = unique = draft.AddConstant(name, data);
        }

        return unique;
    }

    private string Node(string x, string op, IReadOnlyList<string> inputs, string ending, params OnnxAttribute[] attributes)
    {
        string output = draft.Unique(x + ending);
        Add(x, op, inputs, output, attributes);
        return output;
    }

    private void Add(string x, string op, IReadOnlyList<string> inputs, string output, params OnnxAttribute[] attributes) =>
        nodes.Add(NodeRecords.New($"{output}/{op}", "", op, inputs, [output], attributes));
}
