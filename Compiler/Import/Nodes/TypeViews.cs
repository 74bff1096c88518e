using System.Collections.Generic;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// Gives values the quantization that their reader sees in them. The same view of a value is made once, so that several
/// DequantizeLinear nodes with the same parameters read one value.
/// </summary>
internal sealed class TypeViews(Graph graph)
{
    private readonly Dictionary<Value, List<Value>> _views = [];

    /// <summary>The value itself when it already has the quantization; a constant shares its contents, everything else gets a Reinterpret.</summary>
    public Value Get(Value value, Quantization? quantization, string name)
    {
        Value source = Source(value);
        foreach (Value candidate in (Value[])[value, source, .. Made(source)])
        {
            if (Equals(candidate.Type.Quantization, quantization))
            {
                return candidate;
            }
        }

        Value view = source.Data is { } data
            ? new Value(source.Name, data, quantization)
            : graph.Add(new Reinterpret(), name.Length > 0 ? name : source.Name, [source], source.Type with { Quantization = quantization });
        view.Name = source.Name;
        Made(source).Add(view);
        return view;
    }

    private static Value Source(Value value) => value.Producer is { Op: Reinterpret { Offset: 0 } } view ? view.X : value;

    private List<Value> Made(Value source)
    {
        if (!_views.TryGetValue(source, out List<Value>? made))
        {
            _views[source] = made = [];
        }

        return made;
    }
}
