using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Puts QuantizeLinear and DequantizeLinear behind every tensor that becomes codes, stores weights as codes behind a DequantizeLinear, and biases as int32 in the
/// scale of the accumulator: the form that ONNX calls QDQ.
/// </summary>
internal sealed class StaticQuantizer
{
    private readonly ModelDraft _draft;
    private readonly CalibrationData _calibration;
    private readonly QuantizationSettings _settings;
    private readonly StaticPlan _plan;
    private readonly QuantizationNodes _nodes;
    private readonly Dictionary<(string Name, int Axis), (string Dequantized, WeightCodes Codes)> _weights = [];
    private readonly Dictionary<(string Name, string Operator, int Axis), (string Dequantized, BlockedWeights Weights)> _grouped = [];
    private readonly Dictionary<OnnxNode, string> _biases = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dequantized = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _raw = new(StringComparer.Ordinal);
    private readonly List<OnnxNode> _result = [];

    private StaticQuantizer(ModelDraft draft, ModelFacts facts, CalibrationData calibration, QuantizationSettings settings)
    {
        (_draft, _calibration, _settings) = (draft, calibration, settings);
        _plan = new StaticPlan(draft, facts, calibration, settings);
        _nodes = new QuantizationNodes(draft);
    }

    /// <returns>The nodes that compute on codes now.</returns>
    public static IReadOnlyList<string> Run(ModelDraft draft, ModelFacts facts, CalibrationData calibration, QuantizationSettings settings)
    {
        if (settings.Granularity == Granularity.Group)
        {
            OpsetUpgrade.Run(draft, facts, OpsetUpgrade.Blocked);
        }

        var quantizer = new StaticQuantizer(draft, facts, calibration, settings);
        quantizer.Rewrite();
        return [.. quantizer._plan.Nodes.Select(n => n.Label())];
    }

    private void Rewrite()
    {
        foreach (string input in _plan.Tensors.Where(_draft.IsInput))
        {
            Quantize(input);
        }

        foreach (OnnxNode node in _draft.Nodes)
        {
            OnnxNode rewritten = _plan.Nodes.Contains(node) ? WithConstants(node) : node;
            _result.Add(rewritten.WithInputs(Read).WithOutputs(Produced));
            foreach (string output in node.Outputs.Where(o => _plan.CodesOf(o) is not null))
            {
                Quantize(output);
            }
        }

        _draft.Nodes = _result;
    }

    private string Read(string tensor) => _dequantized.TryGetValue(tensor, out string? dequantized) ? dequantized : tensor;

    /// <summary>A graph output keeps its name behind the codes, so that the result before them needs another one.</summary>
    private string Produced(string tensor) => _plan.CodesOf(tensor) is not null && _draft.IsOutput(tensor) ? _raw[tensor] = _draft.Unique(tensor + "_raw") : tensor;

    private void Quantize(string tensor)
    {
        bool renamed = _raw.TryGetValue(tensor, out string? raw);
        // A graph input that is an output as well stays what it is.
        string dequantized = renamed ? tensor : _draft.Unique(tensor + "_dequantized");
        _dequantized[tensor] = dequantized;
        _result.AddRange(_nodes.Pair(tensor, renamed ? raw! : tensor, dequantized, _plan.CodesOf(tensor)!));
    }

    private OnnxNode WithConstants(OnnxNode node)
    {
        if (OperatorRoles.RoleOf(node) == OperatorRole.Linear)
        {
            return Linear(node);
        }

        if (_plan.IsBias(node))
        {
            return _biases.TryGetValue(node, out string? bias) ? node.WithInput(LayerTail.BiasOperand(_draft, node), bias) : node;
        }

        for (int i = 0; i < node.Inputs.Count && node.Is("Add", "Mul", "Concat"); i++)
        {
            // Codes of 16 bits become floats for the operator: so may a constant stay one.
            if (_draft.IsFloatConstant(node.Inputs[i]) && _settings.Activations.Size() == 1)
            {
                node = node.WithInput(i, Constant(node.Inputs[i]));
            }
        }

        return node;
    }

    private OnnxNode Linear(OnnxNode node)
    {
        OnnxNode? addition = _draft.SingleConsumer(node.Outputs[0]) is { } next && _plan.IsBias(next) ? next : null;
        string x = node.Input(0), w = node.Input(1), b = addition is null ? node.Input(2) : addition.Inputs[LayerTail.BiasOperand(_draft, addition)];
        if (!_draft.IsFloatConstant(w))
        {
            return _draft.IsFloatConstant(x) ? node.WithInput(0, Constant(x)) : node;
        }

        TensorData data = _draft.Constant(w)!;
        if (_settings.Granularity == Granularity.Group && node.Is("MatMul", "Gemm") && data.Shape is { Rank: 2, Length: > 0 })
        {
            return Grouped(node, addition, x, w, data, b);
        }

        float[]? bias = Vector(b, data.Shape, node);
        Quantization? input = _plan.CodesOf(x)?.Quantization;
        (string name, WeightCodes weights) = Weights(node, w, data, input is null ? null : bias, input?.Scale ?? 1);
        node = node.WithInput(1, name);
        if (weights.Codes.Length == 0 || input is null)
        {
            return node;
        }

        if (Means(x, b, bias) is { } means)
        {
            bias = BiasCorrection.Run(node, data, weights.Reals(), bias, means);
        }

        if (bias is null)
        {
            return node;
        }

        return WithBias(node, addition, Bias(b.Length > 0 ? b : w + "_bias", bias, weights.Quantization, input.Scale));
    }

    /// <summary>
    /// A product whose weights have a scale per group along the reduction. No scale fits its sums, so that the bias stays float. A MatMul reads them through a Transpose: of a DequantizeLinear right before one ONNX Runtime
    /// makes a product that knows no groups, and fails.
    /// </summary>
    private OnnxNode Grouped(OnnxNode node, OnnxNode? addition, string x, string w, TensorData data, string b)
    {
        int axis = WeightChannels.ReductionAxis(node, data.Shape);
        (string, string, int) key = (w, node.OpType, axis);
        if (!_grouped.TryGetValue(key, out var known))
        {
            BlockedWeights blocked = BlockedWeights.Of(data, axis, _settings);
            string dequantized = _draft.Unique(w + "_dequantized"), transposed = node.Is("MatMul") ? _draft.Unique(w + "_transposed") : "";
            _result.Add(_nodes.Constant(w, dequantized, node.Is("MatMul") ? blocked.Transposed() : blocked, _settings.GroupSize));
            if (node.Is("MatMul"))
            {
                _result.Add(NodeRecords.New(w + "/Transpose", "", "Transpose", [dequantized], [transposed]));
            }

            _grouped[key] = known = (node.Is("MatMul") ? transposed : dequantized, blocked);
        }

        node = node.WithInput(1, known.Dequantized);
        float[]? bias = Vector(b, data.Shape, node);
        if (Means(x, b, bias) is not { } means)
        {
            return node;
        }

        bias = BiasCorrection.Run(node, data, known.Weights.Reals(_settings.GroupSize), bias, means);
        return bias is null ? node : WithBias(node, addition, _draft.AddConstant((b.Length > 0 ? b : w + "_bias") + "_corrected", TensorData.Floats(new Shape(bias.Length), bias)));
    }

    /// <summary>The means of what a layer reads, by which its bias is corrected; null when it is not to be, or cannot be.</summary>
    private float[]? Means(string x, string b, float[]? bias) =>
        _settings.CorrectBiases && (b.Length == 0 || bias is not null) && _calibration.Tensors.TryGetValue(x, out TensorStatistics? statistics) ? statistics.Channels?.Means : null;

    /// <summary>The bias is an operand of the product, or of the addition behind it.</summary>
    private OnnxNode WithBias(OnnxNode node, OnnxNode? addition, string bias)
    {
        if (addition is null)
        {
            return node.WithInput(2, bias);
        }

        _biases[addition] = bias;
        return node;
    }

    /// <summary>A bias per output channel; null when it is something else, which then stays float.</summary>
    private float[]? Vector(string b, Shape weights, OnnxNode node)
    {
        if (!_draft.IsFloatConstant(b) || (node.Is("Gemm") && (node.Float("alpha", 1) != 1 || node.Float("beta", 1) != 1)))
        {
            return null;
        }

        TensorData data = _draft.Constant(b)!;
        int channels = weights[WeightChannels.Axis(node, weights)] * (node.Is("ConvTranspose") ? (int)node.Int("group", 1) : 1);
        return data.Length == channels && data.Shape.Rank > 0 && data.Shape[-1] == channels ? data.ToFloats() : null;
    }

    /// <summary>Layers share the codes of the weights that they share, unless one's bias asks for a wider scale.</summary>
    private (string Dequantized, WeightCodes Codes) Weights(OnnxNode node, string w, TensorData data, float[]? bias, float inputScale)
    {
        bool perChannel = _settings.Granularity != Granularity.Tensor && data.Shape.Rank > 1 && !(node.Is("ConvTranspose") && node.Int("group", 1) != 1);
        int axis = perChannel && (data.Shape.Rank == 2 || !node.Is("MatMul")) ? WeightChannels.Axis(node, data.Shape) : -1;
        if (!_weights.TryGetValue((w, axis), out var known))
        {
            _weights[(w, axis)] = known = ("", WeightCodes.Of(data, axis, _settings.Weights, _settings.SymmetricWeights));
        }

        float[] least = BiasRoom.LeastScales(bias, inputScale, known.Codes.Quantization.Count);
        if (known.Codes.Quantization.Scales().Where((s, c) => s < least[c]).Any())
        {
            return Stored(w, WeightCodes.Of(data, axis, _settings.Weights, _settings.SymmetricWeights, least));
        }

        return known.Dequantized.Length > 0 ? known : _weights[(w, axis)] = Stored(w, known.Codes);
    }

    private (string Dequantized, WeightCodes Codes) Stored(string w, WeightCodes codes)
    {
        string dequantized = _draft.Unique(w + "_dequantized");
        _result.Add(_nodes.Constant(w, dequantized, codes));
        return (dequantized, codes);
    }

    /// <summary>A constant operand of an element-wise operator, in codes of the activations' type.</summary>
    private string Constant(string name)
    {
        if (!_constants.TryGetValue(name, out string? dequantized))
        {
            dequantized = _draft.Unique(name + "_dequantized");
            ElementType element = _settings.Activations.Size() == 1 ? _settings.Activations : ElementType.UInt8;
            _result.Add(_nodes.Constant(name, dequantized, WeightCodes.Of(_draft.Constant(name)!, -1, element, _settings.SymmetricActivations)));
            _constants[name] = dequantized;
        }

        return dequantized;
    }

    private string Bias(string name, float[] values, Quantization weights, float inputScale)
    {
        float[] scales = [.. Enumerable.Range(0, weights.Count).Select(c => inputScale * weights.ScaleOf(c))];
        int[] codes = [.. values.Select((b, c) => (int)WeightCodes.Code(b, scales[scales.Length == 1 ? 0 : c], 0, int.MinValue, int.MaxValue))];
        var bias = new WeightCodes(TensorData.Ints(new Shape(codes.Length), codes), new Quantization(scales, new int[scales.Length], weights.Count == 1 && weights.IsPerTensor ? -1 : 0));
        string dequantized = _draft.Unique(name + "_dequantized");
        _result.Add(_nodes.Constant(name, dequantized, bias));
        return dequantized;
    }
}
