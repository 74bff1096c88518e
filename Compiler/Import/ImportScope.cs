using System;
using System.Collections.Generic;

namespace Octavo.Compiler.Import;

/// <summary>What the nodes of one graph see while they are imported: the values of the graph so far and, in a graph inside a node, those around it.</summary>
/// <param name="outer">The scope around; null for the model's own graph and for functions, which see nothing but their operands.</param>
/// <param name="used">The names that something reads.</param>
/// <param name="opset">The version of each operator domain.</param>
internal sealed class ImportScope(ImportScope? outer, HashSet<string> used, Func<string, int> opset, int depth)
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>How many nodes the graph is inside of.</summary>
    public int Depth => depth;

    public Func<string, int> Opset => opset;

    public Value? Find(string name) => _values.TryGetValue(name, out Value? value) ? value : outer?.Find(name);

    public void Set(string name, Value value) => _values[name] = value;

    /// <summary>Notes names that could not be computed; the reason is in the log.</summary>
    public void Fail(IEnumerable<string> names) => _failed.UnionWith(names);

    public bool HasFailed(string name) => _failed.Contains(name) || (!_values.ContainsKey(name) && outer?.HasFailed(name) == true);

    public bool IsUsed(string name) => used.Contains(name);
}
