using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Quantizing.Ranges;

namespace Octavo.Compiler.Quantizing;

/// <summary>Decides which nodes and tensors a static quantization covers and what the codes of each tensor mean.</summary>
internal sealed class StaticPlan
{
    /// <summary>The share of a Concat's range from which on an operand uses its codes.</summary>
    private const double LeastShare = 0.5;

    /// <summary>The widest step of codes that still tells something of the logarithm of a probability.</summary>
    private const double WidestScoreStep = 1;

    private readonly ModelDraft _draft;
    private readonly ModelFacts _facts;
    private readonly CalibrationData _calibration;
    private readonly QuantizationSettings _settings;
    private readonly NodeSelection _selection;

    /// <summary>For tensors that share another one's codes, as those do that a movement makes: that tensor.</summary>
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorType> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wide = new(StringComparer.Ordinal);

    /// <summary>The tails of layers on codes: biases behind products, and activations.</summary>
    private readonly HashSet<OnnxNode> _parts = [];
    private readonly Dictionary<string, TensorRange> _ranges = new(StringComparer.Ordinal);

    public StaticPlan(ModelDraft draft, ModelFacts facts, CalibrationData calibration, QuantizationSettings settings)
    {
        (_draft, _facts, _calibration, _settings) = (draft, facts, calibration, settings);
        _selection = new NodeSelection(settings, draft.Nodes);
        if (settings.Overrides.Keys.FirstOrDefault(name => !calibration.Tensors.ContainsKey(name)) is { } unknown)
        {
            throw new ModelException(ProblemKind.InvalidOption, $"The settings override the tensor {Printable.Quote(unknown)}, which the calibration does not know.");
        }

        foreach (OnnxNode node in draft.Nodes)
        {
            Visit(node);
        }

        foreach (string origin in Tensors.Where(t => !_origins.ContainsKey(t)))
        {
            _ranges[origin] = RangeOf(origin);
        }

        foreach (OnnxNode node in draft.Nodes.Where(n => n.Is("Concat") && Nodes.Contains(n)))
        {
            Share(node);
        }

        foreach (string tensor in Tensors)
        {
            _types[tensor] = TypeOf(Origin(tensor));
        }
    }

    /// <summary>The nodes that compute on codes.</summary>
    public HashSet<OnnxNode> Nodes { get; } = [];

    /// <summary>Whether a node is the bias of the product in front of it.</summary>
    public bool IsBias(OnnxNode node) => node.Is("Add") && _parts.Contains(node);

    /// <summary>The activations that become codes, in the order in which they were met.</summary>
    public List<string> Tensors { get; } = [];

    /// <summary>The codes' type and quantization; null for tensors that stay float.</summary>
    public TensorType? CodesOf(string tensor) => _types.TryGetValue(tensor, out TensorType? type) ? type : null;

    private void Visit(OnnxNode node)
    {
        OperatorRole role = OperatorRoles.RoleOf(node);
        bool isPart = _parts.Contains(node);
        if (role == OperatorRole.None || !(isPart || _selection.Includes(node)) || EndsInJoin(node) || IsQuantizedAlready(node) || !_facts.IsFloat(node.Outputs[0]) || !_facts.IsFloat(node.Input(0)) && !_draft.IsFloatConstant(node.Input(0)))
        {
            return;
        }

        string[] operands = [.. Operands(node, role).Where(i => i.Length > 0 && !_draft.IsConstant(i))];
        if (isPart || OperatorRoles.IsFusable(node))
        {
            // Behind a layer on codes it is part of that, behind one that stays float it stays float as well: its result alone becomes codes, where something wants them.
            if (!isPart && !operands.Any(Tensors.Contains))
            {
                return;
            }

            operands = [];
        }
        else if (role == OperatorRole.Movement)
        {
            if (operands.Length == 0 || !Tensors.Contains(operands[0]))
            {
                return;
            }

            foreach (string output in node.Outputs.Where(o => o.Length > 0 && !MakesNewValues(node)))
            {
                _origins[output] = operands[0];
            }
        }

        Nodes.Add(node);
        OnnxNode? next = LayerTail.Next(_draft, _selection, node);
        if (_selection.IsWide(node) || (isPart && _wide.Contains(node.Outputs[0])))
        {
            _wide.UnionWith((next ?? node).Outputs);
        }

        if (next is not null)
        {
            _parts.Add(next);
        }

        Tensors.AddRange(operands.Concat(next is null ? node.Outputs : []).Where(t => t.Length > 0 && _facts.IsFloat(t) && IsRead(t) && !IsMasked(t) && !Tensors.Contains(t)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>A padding with other numbers than 0, and an interpolation that overshoots: the result may leave the operand's range and has its own.</summary>
    private bool MakesNewValues(OnnxNode node) => node.OpType switch
    {
        "Pad" => node.Input(2).Length > 0 && (_draft.Constant(node.Input(2)) is not { Length: > 0 } value || value.FloatAt(0) != 0),
        "Resize" => node.Text("mode") == "cubic" || node.Text("coordinate_transformation_mode") == "tf_crop_and_resize",
        _ => false,
    };

    /// <summary>The operands that may be activations; biases, bounds, axes and sizes are none.</summary>
    private static IEnumerable<string> Operands(OnnxNode node, OperatorRole role) =>
        node.Is("Add", "Mul", "Concat") ? node.Inputs : role == OperatorRole.Linear ? node.Inputs.Take(2) : node.Inputs.Take(1);

    /// <summary>
    /// A Concat of results that leaves the graph: each operand has codes of its own, and one scale for all of them would only round once more. Unless
    /// the settings say what it is to be.
    /// </summary>
    private bool EndsInJoin(OnnxNode node) =>
        node.Is("Concat") && !_settings.Overrides.ContainsKey(node.Outputs[0]) && !_selection.IsWide(node) && _draft.Consumers(node.Outputs[0]).Count == 0;

    /// <summary>
    /// What attention adds a mask to, minus infinity or a number like -10000 for what is not to be seen: codes that reached so far down would be too coarse for the scores beside it. So a
    /// Softmax of such a range reads floats.
    /// </summary>
    private bool IsMasked(string tensor)
    {
        if (!_calibration.Tensors.TryGetValue(tensor, out TensorStatistics? statistics))
        {
            return false;
        }

        ElementType element = ElementOf(tensor);
        return statistics.IsMasked || (IsScore(tensor) && !_settings.Overrides.ContainsKey(tensor) && ((double)statistics.Max - statistics.Min) / (element.MaxValue() - element.MinValue()) > WidestScoreStep);
    }

    private bool IsScore(string tensor) =>
        _draft.Consumers(tensor) is { Count: > 0 } consumers && consumers.TrueForAll(c => c.Is("Softmax") || (c.Is("Reshape", "Transpose", "Squeeze", "Unsqueeze", "Identity") && IsScore(c.Outputs[0])));

    private bool IsRead(string tensor) => _draft.IsOutput(tensor) || _draft.Consumers(tensor).Count > 0;

    /// <summary>Quantized models keep their scales: a node between codes is left as it is.</summary>
    private bool IsQuantizedAlready(OnnxNode node) =>
        node.Inputs.Any(i => _draft.Producer(i)?.OpType is "DequantizeLinear") || node.Outputs.Any(o => _draft.Consumers(o).Any(c => c.OpType == "QuantizeLinear"));

    private string Origin(string tensor)
    {
        while (_origins.TryGetValue(tensor, out string? origin))
        {
            tensor = origin;
        }

        return tensor;
    }

    /// <summary>
    /// Lets operands of a Concat whose range is not much smaller than the result's use its codes: they are copied then, where codes of another scale would be rounded once more,
    /// which in networks that join and split the same channels again and again adds up.
    /// </summary>
    private void Share(OnnxNode concat)
    {
        foreach (string operand in concat.Inputs.Select(Origin).Distinct(StringComparer.Ordinal).ToArray())
        {
            string result = Origin(concat.Outputs[0]);
            if (operand == result || !_ranges.TryGetValue(operand, out TensorRange range) || !_ranges.TryGetValue(result, out TensorRange other)
                || ElementOf(operand) != ElementOf(result) || _settings.Overrides.ContainsKey(operand) || _settings.Overrides.ContainsKey(result))
            {
                continue;
            }

            var union = new TensorRange(Math.Min(range.Low, other.Low), Math.Max(range.High, other.High));
            if (range.High - range.Low >= LeastShare * (union.High - union.Low))
            {
                _origins[operand] = result;
                _ranges[result] = union;
            }
        }
    }

    private ElementType ElementOf(string tensor) =>
        _settings.Overrides.TryGetValue(tensor, out TensorOverride? given) && given.Element is { } element ? element
        : _wide.Contains(tensor) ? Wide(_settings.Activations) : _settings.Activations;

    private TensorRange RangeOf(string tensor) =>
        _settings.Overrides.TryGetValue(tensor, out TensorOverride? given) && given is { Low: { } low, High: { } high } ? new TensorRange(low, high)
        : _draft.Producer(tensor) is { } producer && producer.Is("Softmax") ? SoftmaxRange.Of(ElementOf(tensor), _settings.SymmetricActivations)
        : RangeChoice.Of(Statistics(tensor), _settings, ElementOf(tensor)).WithZero();

    private TensorType TypeOf(string tensor)
    {
        _settings.Overrides.TryGetValue(tensor, out TensorOverride? given);
        ElementType element = ElementOf(tensor);
        if (given is { Scale: { } scale, ZeroPoint: { } zeroPoint })
        {
            return new TensorType(element, Shape.Scalar, new Quantization(scale, zeroPoint));
        }

        return new TensorType(element, Shape.Scalar, ScaleRule.Of(_ranges[tensor], element, _settings.SymmetricActivations));
    }

    /// <summary>What depends on the inputs' shapes alone is no output that a calibration could look at, but its contents are known.</summary>
    private TensorStatistics Statistics(string tensor)
    {
        if (_calibration.Tensors.TryGetValue(tensor, out TensorStatistics? recorded))
        {
            return recorded;
        }

        var statistics = new TensorStatistics();
        return _facts.ConstantOf(tensor) is { } data && statistics.Add(data.ToFloats(), data.Shape)
            ? statistics
            : throw new ModelException(ProblemKind.InvalidOption, $"The calibration does not know the tensor {Printable.Quote(tensor)}; write it again with 'octavo calibrate'.");
    }

    private static ElementType Wide(ElementType element) => element is ElementType.Int8 or ElementType.Int16 ? ElementType.Int16 : ElementType.UInt16;
}
