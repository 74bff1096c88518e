using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <param name="Onnx">The file, with one more input than the original, the last: int64 [1], the number of the layer to quantize, or another one for none.</param>
/// <param name="Layers">The layers that can be quantized, in the order of the file.</param>
public sealed record SwitchedModel(byte[] Onnx, IReadOnlyList<(string Name, long Number)> Layers);

/// <summary>
/// A float model in which each layer with weights can be quantized alone while it runs: beside every layer there is its quantized copy, and an input says whose results are taken.
/// One compilation then tells what each layer costs, to the bits of a file in which that layer alone is quantized.
/// </summary>
public sealed class LayerSwitches
{
    private readonly ModelDraft _draft;
    private readonly ModelFacts _facts;
    private readonly NodeSelection _selection;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<Layer> _layers;
    private readonly string[] _isOn;

    /// <summary>Results of Softmax, whose range is known.</summary>
    private readonly HashSet<string> _shares;

    /// <summary>What a copy reads or gives, and the tensor of the model that it stands for.</summary>
    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);

    /// <summary>What copies read in the place of a tensor.</summary>
    private readonly Dictionary<string, string> _operands = new(StringComparer.Ordinal);

    /// <summary>Graph inputs that others than a copy read, behind their switch.</summary>
    private readonly Dictionary<string, string> _inputs = new(StringComparer.Ordinal);

    private LayerSwitches(ModelDraft draft, ModelFacts facts, QuantizationSettings settings)
    {
        (_draft, _facts) = (draft, facts);
        _selection = new NodeSelection(settings, draft.Nodes);
        _layers = [.. draft.Nodes.Where(n => OperatorRoles.RoleOf(n) == OperatorRole.Linear && _selection.Includes(n)).Select(n => new Layer(n, Tail(n), draft.Unique(n.Label() + "_copy")))];
        _shares = new HashSet<string>(draft.Nodes.Where(n => n.Is("Softmax")).Select(n => n.Outputs[0]), StringComparer.Ordinal);
        string number = draft.Unique("quantized_layer");
        _draft.Inputs.Add(new OnnxValueInfo(number, "tensor", OnnxDataType.FromElementType(ElementType.Int64), [new OnnxDimension(1, "")]));
        _isOn = [.. _layers.Select((layer, i) => Add("Equal", [number, draft.AddConstant(number, TensorData.Longs(new Shape(1), [i]))], layer.Copy + "_is_on"))];
    }

    /// <param name="settings">What a file with one quantized layer would be made by, the selection of nodes included.</param>
    /// <exception cref="ModelException">The model cannot be quantized.</exception>
    public static SwitchedModel Insert(ModelSource source, CalibrationData calibration, QuantizationSettings settings, CompilerOptions options)
    {
        ModelDraft draft = ModelQuantizer.Prepare(source, options, out ModelFacts facts);
        calibration = ChannelEqualization.Apply(draft, calibration, settings);
        var switches = new LayerSwitches(draft, facts, settings);
        if (switches._layers.Count == 0)
        {
            throw new ModelException(ProblemKind.InvalidOption, "The settings quantize no layer with weights, so that none can be compared with another.");
        }

        switches.Rewrite();
        var quantized = new HashSet<string>(StaticQuantizer.Run(draft, facts, switches.Calibration(calibration), switches.Settings(settings)), StringComparer.Ordinal);
        return new SwitchedModel(draft.Write(), [.. switches._layers.Select((layer, i) => (layer.Node.Label(), (long)i, layer.Copy)).Where(l => quantized.Contains(l.Copy)).Select(l => (l.Item1, l.Item2))]);
    }

    private void Rewrite()
    {
        foreach (string input in _draft.Inputs.Select(i => i.Name).Where(i => _draft.IsInput(i) && ReadersOf(i).Length > 0).ToArray())
        {
            if (HasSwitch(input))
            {
                _inputs[input] = Switched(input, input, _draft.Unique(input + "_switched"));
            }
            else
            {
                Operand(input, input);
            }
        }

        foreach (OnnxNode node in _draft.Nodes)
        {
            string[] produced = [.. node.Outputs.Select(o => HasSwitch(o) ? _draft.Unique(o + "_float") : o)];
            _nodes.Add(node with { Inputs = [.. node.Inputs.Select(i => _inputs.TryGetValue(i, out string? name) ? name : i)], Outputs = produced });
            if (LayerOf(node) is { } layer)
            {
                Copy(layer);
            }

            for (int i = 0; i < produced.Length; i++)
            {
                if (HasSwitch(node.Outputs[i]))
                {
                    Switched(node.Outputs[i], produced[i], node.Outputs[i]);
                }
                else if (ReadersOf(node.Outputs[i]).Length > 0)
                {
                    Operand(node.Outputs[i], produced[i]);
                }
            }
        }

        _draft.Nodes = _nodes;
    }

    /// <summary>Puts the quantized copy of a layer and of its tail behind them.</summary>
    private void Copy(Layer layer)
    {
        OnnxNode copy = layer.Node with { Name = layer.Copy, Inputs = [.. layer.Node.Inputs.Select(i => _operands.TryGetValue(i, out string? operand) ? operand : i)] };
        foreach (OnnxNode next in layer.Tail)
        {
            string raw = Result(copy, _draft.Unique(layer.Result + "_raw"));
            copy = next with { Name = "", Inputs = [.. next.Inputs.Select(i => i == copy.Outputs[0] ? raw : i)] };
        }

        Result(copy, layer.Result);
    }

    /// <summary>Adds the copy of a node, whose result gets a name of its own.</summary>
    private string Result(OnnxNode node, string name)
    {
        _nodes.Add(node with { Outputs = [name] });
        _originals[name] = node.Outputs[0];
        return name;
    }

    private List<OnnxNode> Tail(OnnxNode node)
    {
        var tail = new List<OnnxNode>();
        for (OnnxNode? next = LayerTail.Next(_draft, _selection, node); next is not null; next = LayerTail.Next(_draft, _selection, next))
        {
            tail.Add(next);
        }

        return tail;
    }

    /// <summary>The choice between a tensor and what it is when a layer that gives or reads it is quantized: all other readers see the rounded tensor, too.</summary>
    private string Switched(string tensor, string raw, string result)
    {
        int[] readers = ReadersOf(tensor);
        int giver = _layers.FindIndex(l => l.Last.Outputs[0] == tensor);
        bool isShared = readers.Length > 0 && IsShared(tensor);
        if (giver >= 0)
        {
            raw = Add("Where", [_isOn[giver], _layers[giver].Result, raw], isShared ? _draft.Unique(tensor + "_given") : result);
        }

        if (readers.Length > 0)
        {
            string operand = Operand(tensor, raw);
            return isShared ? Add("Where", [readers.Select(r => _isOn[r]).Aggregate((a, b) => Add("Or", [a, b], _draft.Unique(tensor + "_is_on"))), operand, raw], result) : raw;
        }

        return raw;
    }

    /// <summary>The tensor by itself, as the copies that read it quantize it.</summary>
    private string Operand(string tensor, string raw)
    {
        string operand = Add("Identity", [raw], _draft.Unique(tensor + "_operand"));
        _originals[operand] = tensor;
        return _operands[tensor] = operand;
    }

    private string Add(string op, IReadOnlyList<string> inputs, string output)
    {
        _nodes.Add(NodeRecords.New(output, "", op, inputs, [output]));
        return output;
    }

    private bool HasSwitch(string tensor) => _layers.Any(l => l.Last.Outputs[0] == tensor) || (ReadersOf(tensor).Length > 0 && IsShared(tensor));

    /// <summary>Whether a tensor that layers read has other readers than a single one of them.</summary>
    private bool IsShared(string tensor) => _draft.SingleConsumer(tensor) is null;

    private int[] ReadersOf(string tensor) => [.. Enumerable.Range(0, _layers.Count).Where(i => tensor.Length > 0 && _layers[i].Node.Inputs.Take(2).Contains(tensor))];

    private Layer? LayerOf(OnnxNode last) => _layers.FirstOrDefault(l => ReferenceEquals(l.Last, last));

    private CalibrationData Calibration(CalibrationData calibration)
    {
        var tensors = calibration.Tensors.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> copy in _originals.Where(o => tensors.ContainsKey(o.Value)))
        {
            tensors[copy.Key] = tensors[copy.Value];
        }

        return calibration with { Tensors = tensors };
    }

    private QuantizationSettings Settings(QuantizationSettings settings)
    {
        var overrides = new Dictionary<string, TensorOverride>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> copy in _originals)
        {
            _facts.Add(copy.Key, copy.Value);
            if (settings.Overrides.TryGetValue(copy.Value, out TensorOverride? given))
            {
                overrides[copy.Key] = given;
            }
            else if (_shares.Contains(copy.Value))
            {
                overrides[copy.Key] = new TensorOverride(0, 1, null, null, null);
            }
        }

        return settings with
        {
            Format = ModelFormat.Qdq,
            IncludeNodes = [.. _layers.Select(l => l.Copy)],
            ExcludeNodes = [],
            IncludeOperators = [],
            ExcludeOperators = [],
            WideNodes = [.. _layers.Where(l => _selection.IsWide(l.Node) || _selection.IsWide(l.Last)).Select(l => l.Copy)],
            Overrides = overrides,
        };
    }

    /// <param name="Copy">The name of its quantized copy.</param>
    /// <param name="Tail">What the layer applies on its way out.</param>
    private sealed record Layer(OnnxNode Node, IReadOnlyList<OnnxNode> Tail, string Copy)
    {
        public OnnxNode Last => Tail.Count > 0 ? Tail[Tail.Count - 1] : Node;

        /// <summary>What the copy gives.</summary>
        public string Result => Copy + "_result";
    }
}
