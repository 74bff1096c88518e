using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// A model file that is being rewritten: the records of <see cref="OnnxModel"/> with nodes and constants in lists that can change. Names stay those of
/// the file, so that a calibration of the original fits.
/// </summary>
internal sealed class ModelDraft
{
    private readonly OnnxModel _model;
    private readonly ExternalData _external;
    private readonly Dictionary<string, OnnxTensor> _initializers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ModelDraft(OnnxModel model, Func<string, byte[]?>? readSibling)
    {
        _model = model;
        _external = new ExternalData(readSibling);
        Nodes = [.. model.Graph.Nodes];
        Inputs = [.. model.Graph.Inputs];
        Outputs = [.. model.Graph.Outputs];
        Opsets = model.Opsets.ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);
        Properties = model.Properties.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        foreach (OnnxTensor tensor in model.Graph.Initializers)
        {
            _initializers[tensor.Name] = tensor;
        }

        _names.UnionWith(_initializers.Keys);
        _names.UnionWith(Inputs.Select(i => i.Name));
        _names.UnionWith(Nodes.SelectMany(n => n.Outputs));
    }

    public List<OnnxNode> Nodes { get; set; }

    public List<OnnxValueInfo> Inputs { get; }

    public List<OnnxValueInfo> Outputs { get; }

    public Dictionary<string, long> Opsets { get; }

    /// <summary>The version of ONNX's own operators.</summary>
    public long Opset
    {
        get => Opsets.TryGetValue("", out long version) ? version : 1;
        set => Opsets[""] = value;
    }

    /// <summary>What the file notes about the model, by name.</summary>
    public Dictionary<string, string> Properties { get; }

    /// <summary>The oldest file format that the result may state, or the model's own when that is newer.</summary>
    public long IrVersion { get; set; }

    /// <exception cref="ModelException">The file is no model, or holds what a rewritten file could not hold.</exception>
    public static ModelDraft Read(ModelSource source)
    {
        OnnxModel model = OnnxReader.Read(source.Bytes);
        if (model.Graph.Nodes.FirstOrDefault(n => n.Attributes.Values.Any(a => a.Kind is OnnxAttributeKind.Graph or OnnxAttributeKind.Other)) is { } node)
        {
            throw new ModelException(
                ProblemKind.UnsupportedOperator,
                $"Node {ProblemLog.Label(node)} holds a graph or another attribute that cannot be rewritten; quantize a model without control flow.");
        }

        if (model.Functions.Count > 0 || model.Graph.SparseInitializers.Count > 0)
        {
            throw new ModelException(ProblemKind.UnsupportedOperator, "The model defines operators of its own or holds sparse constants, which cannot be rewritten; export it without them.");
        }

        return new ModelDraft(model, source.ReadSibling) { IrVersion = model.IrVersion };
    }

    /// <summary>The file's bytes, all constants inside.</summary>
    public byte[] Write()
    {
        var used = new HashSet<string>(Nodes.SelectMany(n => n.Inputs).Concat(Outputs.Select(o => o.Name)), StringComparer.Ordinal);
        var constants = _initializers.Values.Where(t => used.Contains(t.Name)).Select(t => t.External is null ? t : Raw(t.Name, Constant(t.Name)!)).ToList();
        var graph = new OnnxGraph(_model.Graph.Name, Nodes, constants, [.. Inputs.Where(i => used.Contains(i.Name) || !_initializers.ContainsKey(i.Name))], Outputs, []);
        return OnnxWriter.Write(_model with { IrVersion = IrVersion, Opsets = Opsets, Properties = Properties, Graph = graph });
    }

    public bool IsConstant(string name) => _initializers.ContainsKey(name);

    /// <summary>The contents of a constant; null when the name is no constant.</summary>
    /// <exception cref="ModelException">The constant cannot be read.</exception>
    public TensorData? Constant(string name)
    {
        if (!_initializers.TryGetValue(name, out OnnxTensor? tensor))
        {
            return null;
        }

        try
        {
            return TensorContents.Read(tensor, _external);
        }
        catch (ImportException exception)
        {
            throw new ModelException(exception.Kind, exception.Message);
        }
    }

    /// <summary>The dimensions that the file states for a constant.</summary>
    public IReadOnlyList<long> DimensionsOf(string constant) => _initializers[constant].Dims;

    /// <summary>True for a constant of float32 elements.</summary>
    public bool IsFloatConstant(string name) => _initializers.TryGetValue(name, out OnnxTensor? tensor) && tensor.DataType == OnnxDataType.FromElementType(ElementType.Float32);

    /// <summary>Adds a constant under a name like <paramref name="name"/> and returns the name it got.</summary>
    public string AddConstant(string name, TensorData data) => AddConstant(Raw(name, data));

    /// <inheritdoc cref="AddConstant(string, TensorData)"/>
    public string AddConstant(OnnxTensor tensor)
    {
        string unique = Unique(tensor.Name);
        _initializers[unique] = tensor with { Name = unique };
        return unique;
    }

    /// <summary>Gives a name that nodes no longer produce to a constant.</summary>
    public void SetConstant(string name, TensorData data)
    {
        _names.Add(name);
        _initializers[name] = Raw(name, data);
    }

    /// <summary>A name that nothing has yet; it is taken from now on.</summary>
    public string Unique(string name)
    {
        string unique = name;
        for (int i = 1; !_names.Add(unique); i++)
        {
            unique = FormattableString.Invariant($"{name}_{i}");
        }

        return unique;
    }

    public OnnxNode? Producer(string tensor) => tensor.Length == 0 ? null : Nodes.FirstOrDefault(n => n.Outputs.Contains(tensor));

    public List<OnnxNode> Consumers(string tensor) => Nodes.Where(n => n.Inputs.Contains(tensor)).ToList();

    public bool IsOutput(string tensor) => Outputs.Any(o => o.Name == tensor);

    public bool IsInput(string tensor) => Inputs.Any(i => i.Name == tensor) && !IsConstant(tensor);

    /// <summary>The only node that reads a tensor which is no graph output; otherwise null.</summary>
    public OnnxNode? SingleConsumer(string tensor)
    {
        List<OnnxNode> consumers = Consumers(tensor);
        return consumers.Count == 1 && !IsOutput(tensor) && consumers[0].Inputs.Count(i => i == tensor) == 1 ? consumers[0] : null;
    }

    public void Replace(OnnxNode old, params OnnxNode[] nodes)
    {
        int index = Nodes.IndexOf(old);
        Nodes.RemoveAt(index);
        Nodes.InsertRange(index, nodes);
    }

    /// <summary>Removes nodes that no output depends on.</summary>
    public void RemoveDeadNodes()
    {
        var live = new HashSet<string>(Outputs.Select(o => o.Name), StringComparer.Ordinal);
        for (int i = Nodes.Count - 1; i >= 0; i--)
        {
            if (Nodes[i].Outputs.Any(live.Contains))
            {
                live.UnionWith(Nodes[i].Inputs);
            }
            else
            {
                Nodes.RemoveAt(i);
            }
        }
    }

    /// <summary>Uses another operator domain at the version that Octavo writes.</summary>
    public string Microsoft()
    {
        Opsets[OperatorTable.Microsoft] = 1;
        return OperatorTable.Microsoft;
    }

    private static OnnxTensor Raw(string name, TensorData data) =>
        new(name, OnnxDataType.FromElementType(data.Element), [.. data.Shape.Dimensions.Select(d => (long)d)]) { Raw = data.Element.Bits() < 8 ? PackedElements.Pack(data.Bytes, data.Element) : data.Bytes };
}
