using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Onnx;

// The contents of an ONNX file as plain records, one per message of the format. Nothing in them has been judged yet, and every name is untrusted.

/// <param name="Opsets">The version of each operator domain; ONNX's own is the empty string.</param>
/// <param name="Functions">The operators that the file defines itself.</param>
internal sealed record OnnxModel(
    long IrVersion,
    string Producer,
    IReadOnlyDictionary<string, long> Opsets,
    OnnxGraph Graph,
    IReadOnlyList<OnnxFunction> Functions)
{
    /// <summary>What tools noted about the model, by name.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>An operator that the file defines by a graph; the nodes' attributes may refer to those of the function.</summary>
/// <param name="Attributes">The names of the attributes without a default.</param>
/// <param name="Defaults">The attributes with one.</param>
/// <param name="Opsets">The version of each operator domain within the function.</param>
internal sealed record OnnxFunction(
    string Domain,
    string Name,
    IReadOnlyList<string> Attributes,
    IReadOnlyList<OnnxAttribute> Defaults,
    IReadOnlyDictionary<string, long> Opsets,
    OnnxGraph Body);

internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers,
    IReadOnlyList<OnnxValueInfo> Inputs,
    IReadOnlyList<OnnxValueInfo> Outputs,
    IReadOnlyList<string> SparseInitializers)
{
    /// <summary>The names that the graph reads and does not define.</summary>
    public IEnumerable<string> Captured
    {
        get
        {
            HashSet<string> known = [.. Inputs.Select(i => i.Name), .. Initializers.Select(i => i.Name), .. Nodes.SelectMany(n => n.Outputs)];
            return Nodes.SelectMany(n => n.Inputs.Concat(n.Captured)).Concat(Outputs.Select(o => o.Name)).Where(name => name.Length > 0 && !known.Contains(name));
        }
    }
}

/// <summary>One operator application; an empty name in <see cref="Inputs"/> or <see cref="Outputs"/> is an absent operand.</summary>
internal sealed record OnnxNode(
    string Name,
    string Domain,
    string OpType,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes)
{
    /// <summary>The names that graphs among the attributes read from around the node.</summary>
    public IEnumerable<string> Captured => Attributes.Values.Where(a => a.Graph is not null).SelectMany(a => a.Graph!.Captured).Distinct();
}

internal enum OnnxAttributeKind
{
    Undefined,
    Float,
    Int,
    String,
    Tensor,
    Floats,
    Ints,
    Strings,
    Graph,

    /// <summary>Lists of graphs, sparse tensors, types and lists of tensors, whose contents are not read.</summary>
    Other,
}

/// <summary>An attribute; the property that <see cref="Kind"/> names holds its value.</summary>
internal sealed record OnnxAttribute(string Name, OnnxAttributeKind Kind)
{
    public float Float { get; init; }

    public long Int { get; init; }

    public string String { get; init; } = "";

    public OnnxTensor? Tensor { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<long> Ints { get; init; } = [];

    public IReadOnlyList<string> Strings { get; init; } = [];

    public OnnxGraph? Graph { get; init; }

    /// <summary>In a function: the attribute of the function whose value this one has; empty for an attribute with a value.</summary>
    public string Reference { get; init; } = "";
}

/// <summary>A tensor: <see cref="Raw"/>, <see cref="External"/> or the typed field that the data type selects holds its elements.</summary>
internal sealed record OnnxTensor(string Name, int DataType, IReadOnlyList<long> Dims)
{
    /// <summary>Little-endian bytes; null when the file has none.</summary>
    public byte[]? Raw { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<int> Ints { get; init; } = [];

    public IReadOnlyList<long> Longs { get; init; } = [];

    public IReadOnlyList<double> Doubles { get; init; } = [];

    public IReadOnlyList<ulong> ULongs { get; init; } = [];

    /// <summary>Where the elements are when they are in another file: the keys location, offset and length.</summary>
    public IReadOnlyDictionary<string, string>? External { get; init; }
}

/// <param name="TypeName"><c>tensor</c>, or the kind of type that it is instead.</param>
/// <param name="DataType">The element type of a tensor.</param>
/// <param name="Dimensions">Null when the model does not say.</param>
internal sealed record OnnxValueInfo(string Name, string TypeName, int DataType, IReadOnlyList<OnnxDimension>? Dimensions);

/// <summary>A dimension: a number, or null with the name the model gives it (empty when it has none).</summary>
internal sealed record OnnxDimension(long? Size, string Symbol);
