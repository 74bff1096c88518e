using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// The attributes of one node. It notes which ones the importer of the operator asked for: an attribute that nobody reads may
/// change the operator's meaning, so the node is refused.
/// </summary>
internal sealed class NodeAttributes(OnnxNode node)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public IEnumerable<string> Unread => node.Attributes.Keys.Where(name => !_read.Contains(name));

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Declares attributes that have no influence on the result.</summary>
    public void Ignore(params string[] names) => _read.UnionWith(names);

    public float Float(string name, float absent) => Find(name, OnnxAttributeKind.Float)?.Float ?? absent;

    public long Int(string name, long absent) => Find(name, OnnxAttributeKind.Int)?.Int ?? absent;

    public bool Flag(string name, bool absent = false) => Int(name, absent ? 1 : 0) != 0;

    public string Text(string name, string absent) => Find(name, OnnxAttributeKind.String)?.String ?? absent;

    /// <summary>A list of integers that fit in 32 bits; null when absent.</summary>
    public int[]? Ints(string name) => Longs(name)?.Select(v => checked((int)v)).ToArray();

    public IReadOnlyList<long>? Longs(string name) => Find(name, OnnxAttributeKind.Ints)?.Ints;

    public IReadOnlyList<float>? Floats(string name) => Find(name, OnnxAttributeKind.Floats)?.Floats;

    public IReadOnlyList<string>? Strings(string name) => Find(name, OnnxAttributeKind.Strings)?.Strings;

    public OnnxGraph? Graph(string name) => Find(name, OnnxAttributeKind.Graph)?.Graph;

    public OnnxTensor? Tensor(string name) => Find(name, OnnxAttributeKind.Tensor)?.Tensor;

    private OnnxAttribute? Find(string name)
    {
        _read.Add(name);
        return node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute : null;
    }

    private OnnxAttribute? Find(string name, OnnxAttributeKind kind)
    {
        OnnxAttribute? attribute = Find(name);
        if (attribute is null || attribute.Kind == kind)
        {
            return attribute;
        }

        // An empty list that was written without its type looks like an attribute without a value.
        if (attribute.Kind == OnnxAttributeKind.Undefined && kind is OnnxAttributeKind.Ints or OnnxAttributeKind.Floats or OnnxAttributeKind.Strings)
        {
            return attribute with { Kind = kind };
        }

        throw new ImportException(ProblemKind.MalformedModel, $"attribute {name} is of kind {attribute.Kind} instead of {kind}.");
    }
}
