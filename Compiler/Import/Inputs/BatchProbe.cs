using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>
/// Decides whether an open first dimension is a batch of independent items. The model is imported again with two items and both graphs are
/// compared node by node: a value that depends on the items must have exactly its first dimension doubled, and every operator
/// must treat the parts of that dimension alike. Then running the graph once per item computes the same as running it once for all.
/// </summary>
internal static class BatchProbe
{
    /// <summary>Why the items depend on each other, as a sentence; null when they do not.</summary>
    public static string? Obstacle(ModelFile file, IReadOnlyList<GraphInput> inputs, Graph one)
    {
        if (inputs.FirstOrDefault(i => !i.HasBatch) is { } fixedInput)
        {
            return $"the input {Printable.Quote(fixedInput.Name)} has no open first dimension.";
        }

        var problems = new ProblemLog();
        Graph two = GraphImport.Run(file, inputs, batch: 2, problems);
        if (problems.HasErrors)
        {
            return $"with two items, {problems.Problems[0].Message}";
        }

        return Compare(one, two) ?? OutputObstacle(file, one, two);
    }

    private static string? Compare(Graph one, Graph two)
    {
        if (one.Nodes.Count != two.Nodes.Count)
        {
            return "the model has different operators for different numbers of items.";
        }

        var batched = new HashSet<Value>(one.Inputs);
        foreach ((Node a, Node b) in one.Nodes.Zip(two.Nodes, (a, b) => (a, b)))
        {
            string? obstacle = Constants(a, b) ?? (a.Inputs.Any(v => v is not null && batched.Contains(v)) ? BatchRules.Obstacle(a, b, batched) : null);
            if (obstacle is not null)
            {
                return $"{a.Op.Name} node {Printable.Quote(a.Name)} {obstacle}.";
            }

            if (a.Inputs.Any(v => v is not null && batched.Contains(v)))
            {
                batched.UnionWith(a.Outputs);
            }
        }

        return null;
    }

    private static string? OutputObstacle(ModelFile file, Graph one, Graph two)
    {
        for (int i = 0; i < one.Outputs.Count; i++)
        {
            OnnxValueInfo declared = file.Model.Graph.Outputs[i];
            if (!BatchRules.IsDoubled(one.Outputs[i].Value.Shape, two.Outputs[i].Value.Shape))
            {
                return $"the output {Printable.Quote(declared.Name)} does not hold one result per item.";
            }

            if (declared.Dimensions is { Count: > 0 } dimensions && dimensions[0].Size is { } size)
            {
                return $"the model declares the first dimension of output {Printable.Quote(declared.Name)} as {size}.";
            }
        }

        return null;
    }

    /// <summary>A constant that was computed from the number of items would be wrong for others.</summary>
    private static string? Constants(Node a, Node b)
    {
        if (a.Op.GetType() != b.Op.GetType() || a.Inputs.Count != b.Inputs.Count || a.Outputs.Count != b.Outputs.Count)
        {
            return "differs with the number of items";
        }

        foreach ((Value? x, Value? y) in a.Inputs.Zip(b.Inputs, (x, y) => (x, y)))
        {
            bool same = x?.Data is not { } data
                ? (x is null) == (y is null) && y?.Data is null
                : y?.Data is { } other && (data == other || (data.Shape.Equals(other.Shape) && data.Bytes.AsSpan().SequenceEqual(other.Bytes)));
            if (!same || !Equals(x?.Type.Quantization, y?.Type.Quantization))
            {
                return "reads a constant that depends on the number of items";
            }
        }

        return null;
    }
}
