using System;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A maximum, average or global average pool over NHWC images, of codes or of floats.</summary>
internal sealed class PoolLayer : Layer
{
    private readonly View _x;
    private readonly View _y;

    public PoolLayer(Node node, PlanContext context)
        : base(node)
    {
        _x = Read("x", context.View(node.X)).View;
        _y = Write("y", context.View(node.Y)).View;
    }

    public override string Kernel => Node.Op switch
    {
        GlobalAveragePool => "global average",
        AveragePool pool => Describe("average", pool.Window),
        MaxPool pool => Describe("max", pool.Window),
        _ => throw new InvalidOperationException(Node.Op.Name),
    };

    private Window Window => Node.Op switch
    {
        AveragePool pool => pool.Window,
        MaxPool pool => pool.Window,
        _ => new Window { Kernel = [_x.Shape[1], _x.Shape[2]], Strides = [1, 1], Dilations = [1, 1], PadsBegin = [0, 0], PadsEnd = [0, 0] },
    };

    public override void WriteBody(CodeWriter code)
    {
        Window window = Window;
        using (code.Block("var shape = new octavo::PoolShape", ";"))
        {
            code.Line($"Items = {Literal.Int(_x.Shape[0])}, InputHeight = {Literal.Int(_x.Shape[1])}, InputWidth = {Literal.Int(_x.Shape[2])},");
            code.Line($"OutputHeight = {Literal.Int(_y.Shape[1])}, OutputWidth = {Literal.Int(_y.Shape[2])}, Channels = {Literal.Int(_x.Shape[3])},");
            code.Line($"KernelHeight = {Literal.Int(window.Kernel[0])}, KernelWidth = {Literal.Int(window.Kernel[1])},");
            code.Line($"StrideHeight = {Literal.Int(window.Strides[0])}, StrideWidth = {Literal.Int(window.Strides[1])},");
            code.Line($"DilationHeight = {Literal.Int(window.Dilations[0])}, DilationWidth = {Literal.Int(window.Dilations[1])},");
            code.Line($"PadTop = {Literal.Int(window.PadsBegin[0])}, PadLeft = {Literal.Int(window.PadsBegin[1])}, PadBottom = {Literal.Int(window.PadsEnd[0])}, PadRight = {Literal.Int(window.PadsEnd[1])},");
            code.Line($"Input = {Strides(_x)}, Output = {Strides(_y)},");
        }

        code.Line(Call());
    }

    private string Call()
    {
        if (Node.Op is MaxPool)
        {
            return Node.X.Type.Element == ElementType.Float32
                ? "octavo::FloatPool.Max(x, y, in shape, part, parts);"
                : "octavo::MaxPool.Run(x, y, in shape, part, parts);";
        }

        if (Node.X.Type.Quantization is not { } x)
        {
            bool includePad = Node.Op is AveragePool { CountIncludePad: true };
            return $"octavo::FloatPool.Average(x, y, in shape, {Literal.Bool(includePad)}, part, parts);";
        }

        Quantization y = Node.Y.Type.Quantization!;
        Clamp range = Clamp.Of(Node.Y.Type.Element);
        if (Node.Op is AveragePool average && !QuantizedAveragePool.IsGlobal(average.Window, _x.Shape, channelsLast: true))
        {
            int moved = SignedCodes.Moved(average.Signed, Node.Y.Type.Element);
            return $"octavo::AveragePool.Run(x, y, in shape, {Literal.Bool(average.CountIncludePad)}, {Literal.Float(x.Scale)}, {Literal.Int(x.ZeroPoint)}, "
                + $"{Literal.Float(y.Scale)}, {Literal.Int(y.ZeroPoint - moved)}, {Literal.Int(range.Low - moved)}, {Literal.Int(range.High - moved)}, {Literal.Int(moved)}, part, parts);";
        }

        float multiplier = Requantization.AverageMultiplier(x.Scale, y.Scale, _x.Shape[1] * _x.Shape[2]);
        return $"octavo::GlobalAveragePool.Run(x, y, in shape, {Literal.Int(x.ZeroPoint)}, {Literal.Float(multiplier)}, {Literal.Int(y.ZeroPoint)}, "
            + $"{Literal.Int(range.Low)}, {Literal.Int(range.High)}, part, parts);";
    }

    private static string Describe(string kind, Window window) =>
        $"{kind}{window.Kernel[0]}x{window.Kernel[1]}" + (window.Strides[0] == 1 ? "" : $"/{window.Strides[0]}");

    private static string Strides(View view) =>
        $"new octavo::PixelStrides(item: {Literal.Int(view.Strides[0])}, row: {Literal.Int(view.Strides[1])}, pixel: {Literal.Int(view.Strides[2])})";
}
