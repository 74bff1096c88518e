using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>f(g(x), h(z)) => Fusion(x, z)</c> for element-wise operators on floats with the Quantize and Dequantize around them: one pass over memory in place of
/// one for each. A Dequantize that several read is repeated in each of them, since codes are a quarter of the memory of floats.
/// </summary>
internal static class FuseElementwise
{
    /// <summary>Operands that lie in memory; a single number is part of the code.</summary>
    private const int MostInputs = 6;

    public static void Run(Graph graph)
    {
        foreach (Node root in graph.Nodes.Reverse().ToArray())
        {
            if (graph.Nodes.Contains(root) && IsFusable(graph, root) && !IsPublished(graph, root) && Region(graph, root) is var region && (region.Count > 1 || IsWide(root)))
            {
                Fuse(graph, root, region);
                graph.RemoveDeadNodes();
            }
        }
    }

    /// <summary>16-bit codes have no kernels of their own.</summary>
    private static bool IsWide(Node node) => (node.Op is Quantize ? node.Y : node.X).Type is { IsQuantized: true, Element: ElementType.UInt16 or ElementType.Int16 };

    private static bool IsFusable(Graph graph, Node node) => node.Op switch
    {
        Unary or Clip or Binary or PRelu => node.Inputs.All(v => IsFloat(v!)) && IsFloat(node.Y),
        Where => node.X.Type.Element == ElementType.Bool && IsFloat(node.Inputs[1]!) && IsFloat(node.Inputs[2]!) && IsFloat(node.Y),
        Quantize => IsFloat(node.X) && IsCodes(node.Y) && !(node.Y.Type.IsByte() && IsAtInput(graph, node.X)),
        Dequantize => IsCodes(node.X) && IsFloat(node.Y),
        _ => false,
    };

    private static bool IsFloat(Value value) => value.Type is { Element: ElementType.Float32, IsQuantized: false };

    private static bool IsCodes(Value value) =>
        value.Type is { Element: ElementType.UInt8 or ElementType.UInt16 or ElementType.Int16, Quantization.IsPerTensor: true };

    /// <summary>A Quantize there lets callers hand over codes.</summary>
    private static bool IsAtInput(Graph graph, Value value) =>
        graph.Inputs.Contains(value) || (value.Producer is { Op: Transpose or Reshape } move && IsAtInput(graph, move.X));

    /// <summary>A Dequantize at an output lets callers take the codes.</summary>
    private static bool IsPublished(Graph graph, Node node) => node.Op is Dequantize && node.X.Type.IsByte() && IsAtOutput(graph, node.Y);

    private static bool IsAtOutput(Graph graph, Value value) =>
        graph.IsOutput(value) || graph.Consumers(value).Any(c => c.Op is Transpose or Reshape && IsAtOutput(graph, c.Y));

    /// <summary>The nodes that end in the root and that nobody else reads.</summary>
    private static HashSet<Node> Region(Graph graph, Node root)
    {
        var region = new HashSet<Node> { root };
        for (bool grown = true; grown;)
        {
            grown = false;
            foreach (Node producer in region.SelectMany(n => n.Inputs).Select(v => v?.Producer).Where(p => p is not null).Distinct().ToArray()!)
            {
                if (!region.Contains(producer) && CanJoin(graph, producer, root, region))
                {
                    region.Add(producer);
                    grown = true;
                }
            }
        }

        return region;
    }

    private static bool CanJoin(Graph graph, Node node, Node root, HashSet<Node> region)
    {
        bool onlyHere = !graph.IsOutput(node.Y) && graph.Consumers(node.Y).TrueForAll(region.Contains);
        return IsFusable(graph, node)
            && (node.Op is Dequantize || (onlyHere && node.Y.Shape.Equals(root.Y.Shape)))
            && Sources([.. region, node]).Count(v => !IsNumber(v)) <= MostInputs;
    }

    private static Value[] Sources(IReadOnlyCollection<Node> region) => region.SelectMany(n => n.Inputs).Where(v => !region.Any(n => n.Y == v)).Distinct().ToArray()!;

    private static bool IsNumber(Value value) => value is { IsConstant: true, Shape.Length: 1, Type.Element: ElementType.Float32 };

    private static void Fuse(Graph graph, Node root, HashSet<Node> region)
    {
        Node[] ordered = graph.Nodes.Where(region.Contains).ToArray();
        List<Value> inputs = [.. Sources(ordered)];
        var numbers = new Dictionary<Value, int>();
        foreach (Value value in inputs.Concat(ordered.Select(n => n.Y)))
        {
            numbers.Add(value, numbers.Count);
        }

        FusedStep[] steps = ordered.Select(n => new FusedStep(n.Op, n.Inputs.Select(v => numbers[v!]).ToArray(), n.Y.Type)).ToArray();
        graph.Replace(root, graph.InsertBefore(root, new Fusion(steps), NameOf(ordered), inputs, root.Y.Type));
    }

    /// <summary>The name of the last operator that is no conversion.</summary>
    private static string NameOf(Node[] nodes) => (nodes.LastOrDefault(n => n.Op is not (Quantize or Dequantize)) ?? nodes[nodes.Length - 1]).Name;
}
