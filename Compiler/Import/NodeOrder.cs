using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>Finds the nodes that a graph's outputs depend on and the order in which they can be computed.</summary>
internal static class NodeOrder
{
    /// <param name="given">The names of graph inputs and constants.</param>
    /// <param name="used">Receives the names that the outputs or a returned node read.</param>
    /// <exception cref="ModelException">A name is given twice, read without being given, or depends on itself.</exception>
    public static IReadOnlyList<OnnxNode> Sort(OnnxGraph graph, IEnumerable<string> given, HashSet<string> used)
    {
        Dictionary<string, int?> producers = Producers(graph, given);
        var live = new bool[graph.Nodes.Count];
        var pending = new Stack<int>();
        foreach (OnnxValueInfo output in graph.Outputs)
        {
            Use(output.Name, "the graph's outputs");
        }

        while (pending.Count > 0)
        {
            OnnxNode node = graph.Nodes[pending.Pop()];
            foreach (string input in node.Inputs.Where(i => i.Length > 0).Concat(node.Captured))
            {
                Use(input, "node " + ProblemLog.Label(node));
            }
        }

        return Order(graph, producers, live);

        void Use(string name, string reader)
        {
            if (!producers.TryGetValue(name, out int? producer))
            {
                throw Invalid($"{reader} read{(reader[0] == 'n' ? "s" : "")} {Printable.Quote(name)}, which is no input, constant or node result of the graph.");
            }

            used.Add(name);
            if (producer is { } index && !live[index])
            {
                live[index] = true;
                pending.Push(index);
            }
        }
    }

    /// <summary>The node that gives each name, null for inputs and constants.</summary>
    private static Dictionary<string, int?> Producers(OnnxGraph graph, IEnumerable<string> given)
    {
        var producers = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (string name in given)
        {
            Give(name, null);
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (string output in graph.Nodes[i].Outputs.Where(o => o.Length > 0))
            {
                Give(output, i);
            }
        }

        return producers;

        void Give(string name, int? producer)
        {
            if (producers.ContainsKey(name))
            {
                throw Invalid($"The name {Printable.Quote(name)} is given to two values; names must be unique.");
            }

            producers.Add(name, producer);
        }
    }

    /// <summary>Repeatedly takes the first node of the file whose operands are all computed, so that a sorted file keeps its order.</summary>
    private static List<OnnxNode> Order(OnnxGraph graph, Dictionary<string, int?> producers, bool[] live)
    {
        int[] missing = new int[graph.Nodes.Count];
        var readers = new List<int>[graph.Nodes.Count];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (int producer in live[i] ? Dependencies(graph.Nodes[i], producers) : [])
            {
                missing[i]++;
                (readers[producer] ??= []).Add(i);
            }
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, graph.Nodes.Count).Where(i => live[i] && missing[i] == 0));
        var sorted = new List<OnnxNode>();
        while (ready.Count > 0)
        {
            int next = ready.Min;
            ready.Remove(next);
            live[next] = false;
            sorted.Add(graph.Nodes[next]);
            foreach (int reader in readers[next] ?? [])
            {
                if (--missing[reader] == 0)
                {
                    ready.Add(reader);
                }
            }
        }

        int stuck = Array.IndexOf(live, true);
        return stuck < 0 ? sorted : throw Invalid($"Node {ProblemLog.Label(graph.Nodes[stuck])} depends on its own result: the graph has a cycle.");
    }

    private static IEnumerable<int> Dependencies(OnnxNode node, Dictionary<string, int?> producers) =>
        node.Inputs.Where(i => i.Length > 0).Concat(node.Captured).Select(i => producers[i]).Where(p => p is not null).Select(p => p!.Value).Distinct();

    private static ModelException Invalid(string message) => new(ProblemKind.InvalidGraph, char.ToUpperInvariant(message[0]) + message.Substring(1));
}
