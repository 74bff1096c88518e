using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Quantizes activations at run time: a product with constant weights becomes <c>Cast(MatMulInteger(q(x), w)) * (sx * sw) + b</c> with q, sx and the zero point from DynamicQuantizeLinear,
/// likewise a convolution, and an LSTM becomes com.microsoft's DynamicQuantizeLSTM.
/// </summary>
internal sealed class DynamicQuantizer
{
    private readonly ModelDraft _draft;
    private readonly ModelFacts _facts;
    private readonly QuantizationSettings _settings;
    private readonly Dictionary<string, (string Codes, string Scale, string ZeroPoint)> _activations = new(StringComparer.Ordinal);
    private readonly List<OnnxNode> _result = [];

    private readonly AdaptiveRanges? _adaptive;

    private DynamicQuantizer(ModelDraft draft, ModelFacts facts, CalibrationData? calibration, QuantizationSettings settings)
    {
        (_draft, _facts, _settings) = (draft, facts, settings);
        _adaptive = settings.Adaptation > 0 ? new AdaptiveRanges(draft, calibration, settings, _result) : null;
    }

    /// <param name="calibration">Where ranges that adapt begin; not needed by others.</param>
    public static IReadOnlyList<string> Run(ModelDraft draft, ModelFacts facts, CalibrationData? calibration, QuantizationSettings settings)
    {
        var quantizer = new DynamicQuantizer(draft, facts, calibration, settings);
        var selection = new NodeSelection(settings, draft.Nodes);
        var quantized = new List<string>();
        foreach (OnnxNode node in draft.Nodes)
        {
            if (selection.Includes(node) && quantizer.Rewrite(node))
            {
                quantized.Add(node.Label());
            }
            else
            {
                quantizer._result.Add(node);
            }
        }

        quantizer._adaptive?.Close();
        draft.Nodes = quantizer._result;
        return quantized;
    }

    private bool Rewrite(OnnxNode node)
    {
        if (node.Domain.Length > 0 || !_facts.IsFloat(node.Input(0)) || !_draft.IsFloatConstant(node.Input(1)))
        {
            return false;
        }

        switch (node.OpType)
        {
            case "MatMul" when _draft.DimensionsOf(node.Input(1)).Count == 2:
                Product(node, _draft.Constant(node.Input(1))!, "");
                return true;
            case "Gemm" when node.Int("transA", 0) == 0 && node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1:
                TensorData b = _draft.Constant(node.Input(1))!;
                Product(node, node.Int("transB", 0) != 0 ? Transposed(b) : b, node.Input(2));
                return true;
            case "Conv":
                Convolution(node);
                return true;
            case "LSTM" when _draft.IsFloatConstant(node.Input(2)):
                return Lstm(node);
            default:
                return false;
        }
    }

    private void Product(OnnxNode node, TensorData weights, string bias)
    {
        int axis = _settings.Granularity == Granularity.Tensor ? -1 : 1;
        Scaled(node, "MatMulInteger", WeightCodes.Of(weights, axis, _settings.Weights, _settings.SymmetricWeights), scaleShape: null, bias, []);
    }

    private void Convolution(OnnxNode node)
    {
        TensorData weights = _draft.Constant(node.Input(1))!;
        int axis = _settings.Granularity == Granularity.Tensor ? -1 : 0;
        // ONNX Runtime's ConvInteger knows one zero point for all channels.
        WeightCodes codes = WeightCodes.Of(weights, axis, _settings.Weights, _settings.SymmetricWeights || axis >= 0);
        var perChannel = new Shape([1, weights.Shape[0], .. Enumerable.Repeat(1, weights.Shape.Rank - 2)]);
        string bias = node.Input(2).Length == 0 ? "" : _draft.AddConstant(node.Input(2), _draft.Constant(node.Input(2))!.Reshaped(perChannel));
        Scaled(node, "ConvInteger", codes, axis < 0 ? null : perChannel, bias, [.. node.Attributes.Values]);
    }

    private void Scaled(OnnxNode node, string op, WeightCodes weights, Shape? scaleShape, string bias, OnnxAttribute[] attributes)
    {
        string name = node.Label(), y = node.Outputs[0], w = node.Input(1);
        (string codes, string scale, string zeroPoint) = Activation(node.Input(0));
        string weightCodes = _draft.AddConstant(w + "_quantized", weights.Codes);
        Quantization quantization = weights.Quantization;
        TensorData scales = TensorData.Floats(quantization.IsPerTensor ? Shape.Scalar : new Shape(quantization.Count), quantization.Scales());
        string weightScale = _draft.AddConstant(w + "_scale", scaleShape is null ? scales : scales.Reshaped(scaleShape));
        Shape zeroShape = quantization.IsPerTensor ? Shape.Scalar : new Shape(quantization.Count);
        string weightZero = quantization.ZeroPoints().All(z => z == 0)
            ? ""
            : _draft.AddConstant(w + "_zero_point", new TensorData(weights.Codes.Element, zeroShape, [.. quantization.ZeroPoints().Select(z => unchecked((byte)z))]));

        string integer = _draft.Unique(y + "_integer"), real = _draft.Unique(y + "_cast"), both = _draft.Unique(y + "_scale");
        string product = bias.Length > 0 ? _draft.Unique(y + "_product") : y;
        _result.Add(NodeRecords.New($"{name}/{op}", "", op, [codes, weightCodes, zeroPoint, weightZero], [integer], attributes));
        _result.Add(NodeRecords.New(name + "/Cast", "", "Cast", [integer], [real], NodeRecords.Attribute("to", OnnxDataType.FromElementType(ElementType.Float32))));
        _result.Add(NodeRecords.New(name + "/Scale", "", "Mul", [scale, weightScale], [both]));
        _result.Add(NodeRecords.New(name + "/Mul", "", "Mul", [real, both], [product]));
        if (bias.Length > 0)
        {
            _result.Add(NodeRecords.New(name + "/Add", "", "Add", [product, bias], [y]));
        }
    }

    /// <summary>One quantization serves all that read a tensor.</summary>
    private (string Codes, string Scale, string ZeroPoint) Activation(string x)
    {
        if (!_activations.TryGetValue(x, out var names) && _adaptive is not null)
        {
            _activations[x] = names = _adaptive.Quantize(x);
        }
        else if (names == default)
        {
            names = (_draft.Unique(x + "_quantized"), _draft.Unique(x + "_scale"), _draft.Unique(x + "_zero_point"));
            _result.Add(NodeRecords.New(x + "/DynamicQuantizeLinear", "", "DynamicQuantizeLinear", [x], [names.Codes, names.Scale, names.ZeroPoint]));
            _activations[x] = names;
        }

        return names;
    }

    /// <summary>The weights of both products lie transposed, [directions, inputs, 4 * hidden], with a scale per direction or per gate unit.</summary>
    private bool Lstm(OnnxNode node)
    {
        if (node.Int("layout", 0) != 0)
        {
            return false;
        }

        (string w, string wScale, string wZero) = Gates(node.Input(1));
        (string r, string rScale, string rZero) = Gates(node.Input(2));
        string[] inputs = [.. Enumerable.Range(0, 8).Select(node.Input)];
        inputs[1] = w;
        inputs[2] = r;
        _result.Add(NodeRecords.New(
            node.Name, _draft.Microsoft(), "DynamicQuantizeLSTM", [.. inputs, wScale, wZero, rScale, rZero], node.Outputs, [.. node.Without("layout").Attributes.Values]));
        return true;
    }

    private (string Codes, string Scale, string ZeroPoint) Gates(string name)
    {
        TensorData weights = _draft.Constant(name)!;
        (int directions, int gates, int inputs) = (weights.Shape[0], weights.Shape[1], weights.Shape[2]);
        float[] values = weights.ToFloats();
        WeightCodes[] each = [.. Enumerable.Range(0, directions).Select(d =>
        {
            var matrix = TensorData.Floats(new Shape(gates, inputs), [.. values.Skip(d * gates * inputs).Take(gates * inputs)]);
            // ONNX Runtime's DynamicQuantizeLSTM takes no zero points but 0.
            return WeightCodes.Of(Transposed(matrix), _settings.Granularity == Granularity.Tensor ? -1 : 1, ElementType.Int8, symmetric: true);
        })];
        Shape scaleShape = _settings.Granularity == Granularity.Tensor ? new Shape(directions) : new Shape(directions, gates);
        ElementType element = each[0].Codes.Element;
        return (
            _draft.AddConstant(name + "_quantized", new TensorData(element, new Shape(directions, inputs, gates), [.. each.SelectMany(e => e.Codes.Bytes)])),
            _draft.AddConstant(name + "_scale", TensorData.Floats(scaleShape, [.. each.SelectMany(e => e.Quantization.Scales())])),
            _draft.AddConstant(name + "_zero_point", new TensorData(element, scaleShape, [.. each.SelectMany(e => e.Quantization.ZeroPoints()).Select(z => unchecked((byte)z))])));
    }

    private static TensorData Transposed(TensorData matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        float[] values = matrix.ToFloats(), result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[(i % columns * rows) + (i / columns)] = values[i];
        }

        return TensorData.Floats(new Shape(columns, rows), result);
    }
}
