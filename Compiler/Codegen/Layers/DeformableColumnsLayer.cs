using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The pixels under the windows of a deformable convolution.</summary>
internal sealed class DeformableColumnsLayer : Layer
{
    private readonly DeformableColumns _op;
    private readonly bool _masked;

    public DeformableColumnsLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (DeformableColumns)node.Op;
        Read("x", context.View(node.X));
        Read("offsets", context.View(node.Inputs[1]!));
        if (node.Input(2) is { } mask)
        {
            _masked = true;
            Read("mask", context.View(mask));
        }

        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"float deformable columns{_op.Window.Kernel[0]}x{_op.Window.Kernel[1]}";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape, offsets = Node.Inputs[1]!.Shape;
        Window window = _op.Window;
        using (code.Block("var shape = new octavo::DeformableShape", ";"))
        {
            code.Line($"Items = {Literal.Int(x[0])}, Channels = {Literal.Int(x[1])}, Height = {Literal.Int(x[2])}, Width = {Literal.Int(x[3])},");
            code.Line($"OutputHeight = {Literal.Int(offsets[2])}, OutputWidth = {Literal.Int(offsets[3])}, Groups = {Literal.Int(_op.Group)}, OffsetGroups = {Literal.Int(_op.OffsetGroups)},");
            code.Line($"KernelHeight = {Literal.Int(window.Kernel[0])}, KernelWidth = {Literal.Int(window.Kernel[1])},");
            code.Line($"StrideHeight = {Literal.Int(window.Strides[0])}, StrideWidth = {Literal.Int(window.Strides[1])},");
            code.Line($"DilationHeight = {Literal.Int(window.Dilations[0])}, DilationWidth = {Literal.Int(window.Dilations[1])},");
            code.Line($"PadTop = {Literal.Int(window.PadsBegin[0])}, PadLeft = {Literal.Int(window.PadsBegin[1])},");
        }

        code.Line($"octavo::FloatDeformableColumns.Run(x, offsets, {(_masked ? "mask" : "null")}, y, in shape, part, parts);");
    }
}
