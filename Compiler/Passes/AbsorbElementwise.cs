using System;
using System.Linq;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>Q(op(DQ(x), DQ(z))) => op(x, z)</c> for the operators that have an arithmetic of their own on codes: Add, Mul, AveragePool, GlobalAveragePool,
/// ReduceSum, ReduceMean and Softmax. Other functions of one tensor become tables, with the float arithmetic that the graph spells out.
/// </summary>
internal static class AbsorbElementwise
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Op is Binary { Kind: BinaryKind.Add or BinaryKind.Mul } or AveragePool { Window.SpatialRank: 2 } or GlobalAveragePool or Softmax
                    or Reduce { Kind: ReduceKind.Sum or ReduceKind.Mean }
                && node.Inputs.All(v => v.Codes() is { Type.Quantization.IsPerTensor: true })
                && graph.SingleByteQuantize(node.Y) is { } quantize)
            {
                Absorb(graph, node, quantize);
            }
        }

        graph.RemoveDeadNodes();
    }

    private static void Absorb(Graph graph, Node node, Node quantize)
    {
        Clamp? clamp = ((Quantize)quantize.Op).Clamp;
        Operator op = node.Op is Binary binary ? binary with { Clamp = clamp } : node.Op;
        Value?[] codes = node.Inputs.Select(v => v.Codes()).ToArray();
        if (node.Op is Binary { Kind: BinaryKind.Add } && QuantizedAdd.IsReversed(codes[0]!.Shape, codes[1]!.Shape))
        {
            Array.Reverse(codes);
        }

        Value y = graph.InsertBefore(node, op, node.Name, codes, quantize.Y.Type);
        if (clamp is { } range && node.Op is not Binary)
        {
            y = graph.InsertBefore(node, Rewriting.TableOf(range, quantize.Y.Type.Element), quantize.Name, [y], quantize.Y.Type);
        }

        graph.Replace(quantize, y);
    }
}
