using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>Turns a lowered graph into a plan: copies placed, views decided, a layer per node, memory shared.</summary>
internal static class Planner
{
    /// <param name="graph">The lowered graph.</param>
    /// <param name="className">The generated class, whose name no layer's method may have.</param>
    /// <param name="weights">Where the weights go; by default a blob of their own.</param>
    public static Plan Plan(Graph graph, string className, WeightsBuilder? weights = null)
    {
        PlaceCopies.Run(graph);
        Verifier.Verify(graph, nameof(PlaceCopies));
        var context = new PlanContext(weights ?? new WeightsBuilder());
        new Placement(graph, context).Run();

        List<Layer> layers = graph.Nodes.SelectMany(node =>
        {
            context.Weights.Owner = node.Name;
            return LayerFactory.Create(node, context);
        }).ToList();
        NameMethods(graph, layers, className);
        Dictionary<Storage, ArenaBlock> blocks = Lifetimes(layers);
        ShareInPlace(layers, blocks);
        long arena = ArenaPlanner.Plan(blocks.Values.Distinct().ToList());
        foreach (KeyValuePair<Storage, ArenaBlock> block in blocks)
        {
            block.Key.Block = block.Value;
        }

        return new Plan(graph, layers, Halos(layers), arena, context.Weights);
    }

    private static void NameMethods(Graph graph, List<Layer> layers, string className)
    {
        IEnumerable<string> constants = graph.Inputs.Select(i => Identifiers.PascalOf(i.Name, "Input"))
            .Concat(graph.Outputs.Select(o => Identifiers.PascalOf(o.Name, "Output")))
            .SelectMany(port => GeneratedNames.PortEndings.Select(ending => port + ending));
        var names = new Identifiers(GeneratedNames.Members.Concat(constants).Append(className), GeneratedNames.CodesEnding);
        foreach (Layer layer in layers)
        {
            layer.Method = names.Pascal(layer.Node.Name, layer.Node.Op.Name);
        }
    }

    /// <summary>A block per arena storage, alive from the first to the last layer that touches it.</summary>
    private static Dictionary<Storage, ArenaBlock> Lifetimes(List<Layer> layers)
    {
        var blocks = new Dictionary<Storage, ArenaBlock>();
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (Storage storage in ArenaStorages(layers[i]))
            {
                if (blocks.TryGetValue(storage, out ArenaBlock? block))
                {
                    block.Last = i;
                }
                else
                {
                    blocks.Add(storage, new ArenaBlock(storage.Elements * storage.Element.Size(), i, i));
                }
            }
        }

        return blocks;
    }

    /// <summary>A layer that may work in place takes over its input's block when nothing reads the input afterwards.</summary>
    private static void ShareInPlace(List<Layer> layers, Dictionary<Storage, ArenaBlock> blocks)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].InPlaceInput?.View is not { Storage.Kind: StorageKind.Arena } x)
            {
                continue;
            }

            View y = layers[i].Operands.First(o => o.IsWritten).View;
            if (y.Storage.Kind != StorageKind.Arena || x.Storage == y.Storage || x.Storage.Element.Size() != y.Storage.Element.Size()
                || layers[i].Operands.Any(o => o.View.Storage == x.Storage && !o.View.IsSamePlace(x))
                || x.Storage.Elements != y.Storage.Elements || x.Offset != y.Offset || !x.Strides.AsSpan().SequenceEqual(y.Strides))
            {
                continue;
            }

            ArenaBlock input = blocks[x.Storage], output = blocks[y.Storage];
            if (input.Last == i && output.First == i && input != output)
            {
                input.Last = output.Last;
                foreach (Storage storage in blocks.Where(b => b.Value == output).Select(b => b.Key).ToList())
                {
                    blocks[storage] = input;
                }
            }
        }
    }

    private static List<(int, Storage)> Halos(List<Layer> layers)
    {
        var filled = new HashSet<Storage>();
        var halos = new List<(int, Storage)>();
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (Storage storage in ArenaStorages(layers[i]).Where(s => s.Image is not null && s.HaloValue is not null))
            {
                if (filled.Add(storage))
                {
                    halos.Add((i, storage));
                }
            }
        }

        return halos;
    }

    private static IEnumerable<Storage> ArenaStorages(Layer layer) =>
        layer.Operands.Select(o => o.View.Storage).Where(s => s.Kind == StorageKind.Arena).Distinct();
}
