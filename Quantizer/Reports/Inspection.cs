using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Codegen;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Onnx;

namespace Octavo.Tool.Reports;

/// <summary>A layer of the compiled model.</summary>
/// <param name="MultiplyAccumulates">For one item.</param>
internal sealed record LayerFacts(string Name, string Operator, string Kernel, string Output, bool IsInteger, long MultiplyAccumulates);

/// <summary>A block of the arena: where it lies and between which layers it is in use.</summary>
internal sealed record BlockFacts(string Tensor, long Offset, long Size, int First, int Last);

/// <summary>What the compiler makes of a model.</summary>
/// <param name="Operators">The file's operators with their numbers.</param>
/// <param name="Findings">What the compiler tells its user: float islands with their reasons among it.</param>
internal sealed record Inspection(
    string File, long FileBytes, string Producer, long Opset, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<(string Name, int Count)> Operators,
    IReadOnlyList<LayerFacts> Layers, IReadOnlyList<BlockFacts> Arena, long ArenaBytes, long WeightBytes, IReadOnlyList<Problem> Findings)
{
    public long MultiplyAccumulates => Layers.Sum(l => l.MultiplyAccumulates);

    /// <exception cref="ModelException">The model cannot be compiled.</exception>
    public static Inspection Of(ModelSource source, CompilerOptions options)
    {
        OnnxModel file = OnnxReader.Read(source.Bytes);
        CompiledModel compiled = ModelCompiler.Compile(source, options);
        Plan plan = compiled.Plan;
        return new Inspection(
            source.FileName,
            source.Bytes.Length,
            file.Producer,
            file.Opsets.TryGetValue("", out long opset) ? opset : 1,
            [.. plan.Graph.Inputs.Select(i => i.ToString())],
            [.. plan.Graph.Outputs.Select(o => $"{o.Name}: {o.Value.Type}")],
            [.. file.Graph.Nodes.GroupBy(n => n.Domain.Length == 0 ? n.OpType : $"{n.Domain}.{n.OpType}").Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2).ThenBy(g => g.Key, StringComparer.Ordinal)],
            [.. plan.Layers.Select(l => new LayerFacts(l.Node.Name, l.Node.Op.Name, l.Kernel, l.Output.Type.ToString(), IsInteger(l), l.MultiplyAccumulates))],
            Blocks(plan),
            plan.ArenaBytes,
            plan.Weights.Length,
            compiled.Problems);
    }

    private static bool IsInteger(Layer layer) => layer.Node.Inputs.Any(i => i is { Type.IsQuantized: true }) || layer.Output.Type.IsQuantized || !layer.Output.Type.Element.IsFloat();

    private static List<BlockFacts> Blocks(Plan plan)
    {
        var blocks = new Dictionary<ArenaBlock, BlockFacts>();
        foreach (Layer layer in plan.Layers)
        {
            foreach (ArenaBlock block in layer.Operands.Select(o => o.View.Storage.Block).OfType<ArenaBlock>())
            {
                blocks.TryAdd(block, new BlockFacts(layer.Node.Name, block.Offset, block.Size, block.First, block.Last));
            }
        }

        return [.. blocks.Values.OrderBy(b => b.First).ThenBy(b => b.Offset)];
    }
}
