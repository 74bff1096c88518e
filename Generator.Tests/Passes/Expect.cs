using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

/// <summary>What passes promise about results and about what is left of a graph.</summary>
internal static class Expect
{
    /// <summary>
    /// The lowered graph gives the bits of the graph right after its quantization was absorbed into unsigned types, and stays within <paramref name="tolerance"/> of what the
    /// model says in float. Returns the lowered graph.
    /// </summary>
    public static Graph Lowers(Func<Network> build, double tolerance)
    {
        IReadOnlyList<TensorData> model = build().Run();
        IReadOnlyList<TensorData> absorbed = build().Through("UseUnsignedCodes").Run();
        Network lowered = build().Through();
        IReadOnlyList<TensorData> result = lowered.Run();
        for (int i = 0; i < model.Count; i++)
        {
            Assert.True(absorbed[i].Bytes.AsSpan().SequenceEqual(result[i].Bytes), $"output {i} changed after absorption:\n{lowered.Graph}");
            double worst = model[i].ToFloats().Zip(result[i].ToFloats(), (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(worst <= tolerance, $"output {i} is off by {worst}:\n{lowered.Graph}");
        }

        return lowered.Graph;
    }

    /// <summary>A pass changes no result by more than <paramref name="tolerance"/>, and leaves these operators. Returns the rewritten graph.</summary>
    public static Graph Rewrite(Func<Network> build, Action<Graph> pass, double tolerance, params string[] operators)
    {
        IReadOnlyList<TensorData> before = build().Run();
        Network network = build();
        pass(network.Graph);
        Verifier.Verify(network.Graph, "the pass");
        IReadOnlyList<TensorData> after = network.Run();
        for (int i = 0; i < before.Count; i++)
        {
            Assert.Equal(before[i].Element, after[i].Element);
            double worst = before[i].ToFloats().Zip(after[i].ToFloats(), (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(worst <= tolerance, $"output {i} is off by {worst}:\n{network.Graph}");
        }

        Operators(network.Graph, operators);
        return network.Graph;
    }

    /// <summary>The operators' names, in order.</summary>
    public static void Operators(Graph graph, params string[] names) =>
        Assert.True(names.SequenceEqual(graph.Nodes.Select(n => n.Op.Name)), $"expected {string.Join(", ", names)} in\n{graph}");

    public static int Count<T>(Graph graph)
        where T : Operator
        => graph.Nodes.Count(n => n.Op is T);
}
