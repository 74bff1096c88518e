using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>What the two layers of a <see cref="BlockMatMul"/> share: the weights, and the memory for the activations as codes.</summary>
internal sealed class BlockRows
{
    /// <summary>Kernels take several rows at a time.</summary>
    private const int Granule = 4;

    public BlockRows(Node node, PlanContext context)
    {
        Panels = new BlockPanels(context, node.Inputs[1]!, node.Inputs[2]!, node.Input(3), ((BlockMatMul)node.Op).Block, node.X.Type.Quantization);
        Count = (int)(node.X.Shape.Length / Panels.Length);
        int stride = Count == 1 ? 1 : (Count + Granule - 1) / Granule * Granule;
        Codes = context.Scratch(ElementType.Int8, checked(stride * Panels.PaddedLength));
        Scales = node.X.Type.IsQuantized ? null : context.Scratch(ElementType.Float32, stride * Panels.Blocks);
        Offsets = context.Scratch(ElementType.Int32, stride * Panels.Blocks);
    }

    public BlockPanels Panels { get; }

    public int Count { get; }

    public View Codes { get; }

    /// <summary>Of the activations; null where they are known.</summary>
    public View? Scales { get; }

    public View Offsets { get; }

    /// <summary>Writes <c>var panels = …; var rows = …;</c> of operands called codes, scales and offsets.</summary>
    public void Write(CodeWriter code)
    {
        Panels.Write(code);
        code.Line($"var rows = new octavo::BlockRows {{ Count = {Literal.Int(Count)}, Length = {Literal.Int(Panels.Length)}, Block = {Literal.Int(Panels.Block)}, Codes = codes, "
            + (Scales is null ? "" : "Scales = scales, ") + "Offsets = offsets };");
    }
}
