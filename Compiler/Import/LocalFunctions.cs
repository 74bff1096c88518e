using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>Operators that a file defines itself: a call is the function's nodes, with the call's attributes in the place of references to them.</summary>
internal static class LocalFunctions
{
    /// <summary>The function's graph as the call computes it.</summary>
    public static OnnxGraph Instantiate(OnnxFunction function, OnnxNode call)
    {
        var attributes = function.Defaults.Where(a => !call.Attributes.ContainsKey(a.Name)).Concat(call.Attributes.Values).ToDictionary(a => a.Name);
        return Bind(function.Body, attributes);
    }

    private static OnnxGraph Bind(OnnxGraph graph, IReadOnlyDictionary<string, OnnxAttribute> given) =>
        graph with { Nodes = graph.Nodes.Select(n => n with { Attributes = Bind(n.Attributes, given) }).ToList() };

    /// <summary>A reference to an attribute that neither the call nor a default gives leaves its attribute absent.</summary>
    private static Dictionary<string, OnnxAttribute> Bind(IReadOnlyDictionary<string, OnnxAttribute> attributes, IReadOnlyDictionary<string, OnnxAttribute> given)
    {
        var bound = new Dictionary<string, OnnxAttribute>();
        foreach (OnnxAttribute attribute in attributes.Values)
        {
            if (attribute.Graph is { } graph)
            {
                bound[attribute.Name] = attribute with { Graph = Bind(graph, given) };
            }
            else if (attribute.Reference.Length == 0)
            {
                bound[attribute.Name] = attribute;
            }
            else if (given.TryGetValue(attribute.Reference, out OnnxAttribute? value))
            {
                bound[attribute.Name] = value with { Name = attribute.Name };
            }
        }

        return bound;
    }
}
