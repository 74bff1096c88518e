using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Lengths;

/// <summary>Whether the program for a shorter length is that of the greatest with other numbers. If so, its tensors get the places of the other's in the arena.</summary>
internal static class PlanComparison
{
    /// <summary>What differs, as the beginning of a sentence; null when nothing does.</summary>
    public static string? Obstacle(Plan longest, Plan plan) => Layers(longest, plan) ?? Storages(longest, plan);

    /// <summary>Which layers are others, likewise.</summary>
    public static string? Layers(Plan longest, Plan plan)
    {
        for (int i = 0; i < System.Math.Min(longest.Layers.Count, plan.Layers.Count); i++)
        {
            Layer a = longest.Layers[i], b = plan.Layers[i];
            if (a.GetType() != b.GetType() || a.Method != b.Method || !a.Operands.Select(o => o.Name).SequenceEqual(b.Operands.Select(o => o.Name)))
            {
                return $"{Describe(b)} is computed in place of {Describe(a)}";
            }
        }

        return longest.Layers.Count == plan.Layers.Count && longest.Weights.Sections.Count == plan.Weights.Sections.Count && longest.Halos.Select(h => h.Layer).SequenceEqual(plan.Halos.Select(h => h.Layer)) ? null
            : "there are other layers";
    }

    /// <summary>
    /// The layers must share their tensors in the same way, so that those of the shorter program can lie in the blocks of the longer: a block
    /// that two tensors use one after the other, or in place, must be one block in both.
    /// </summary>
    private static string? Storages(Plan longest, Plan plan)
    {
        var counterparts = new Dictionary<Storage, Storage>();
        var blocks = new Dictionary<ArenaBlock, ArenaBlock>();
        foreach ((Layer a, Layer b) in longest.Layers.Zip(plan.Layers, (a, b) => (a, b)))
        {
            foreach ((Storage x, Storage y) in a.Operands.Zip(b.Operands, (x, y) => (x.View.Storage, y.View.Storage)))
            {
                if (!counterparts.TryGetValue(y, out Storage? known))
                {
                    counterparts.Add(y, known = x);
                }

                if (known != x && x.Kind != StorageKind.Weights)
                {
                    return $"{Describe(b)} shares memory with another layer";
                }

                if (x.Kind != y.Kind || x.Element != y.Element || x.Elements < y.Elements || x.HaloValue != y.HaloValue)
                {
                    return $"{Describe(b)} has an operand that lies elsewhere or needs more room";
                }

                if (x.Block is { } block)
                {
                    if (blocks.TryGetValue(block, out ArenaBlock? other) ? other != y.Block : !Try(block, y.Block!))
                    {
                        return $"{Describe(b)} does not work in place";
                    }
                }
            }
        }

        foreach (KeyValuePair<Storage, Storage> pair in counterparts)
        {
            pair.Key.Block = pair.Value.Block;
        }

        return counterparts.Values.Where(s => s.Kind != StorageKind.Weights).Distinct().Count() == counterparts.Keys.Count(s => s.Kind != StorageKind.Weights) ? null
            : "tensors share memory";

        bool Try(ArenaBlock block, ArenaBlock other)
        {
            blocks.Add(block, other);
            return true;
        }
    }

    private static string Describe(Layer layer) => $"{layer.Node.Op.Name} node '{Literal.Comment(layer.Node.Name)}' ({layer.Kernel})";
}
