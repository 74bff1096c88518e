using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Floats to codes or codes to floats, element by element, at any strides: at a graph's border it moves between NCHW and NHWC as well.</summary>
internal abstract class ConversionLayer : Layer, IBorderLayer
{
    private readonly Loops _loops;

    protected ConversionLayer(Node node, PlanContext context, Quantization codes)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
        Codes = codes;
    }

    public Quantization Codes { get; }

    /// <summary>The call of the kernel on x, y and <c>loop</c>.</summary>
    protected abstract string Call { get; }

    public override void WriteBody(CodeWriter code) => Write(code, Call);

    public void WriteCopyOfCodes(CodeWriter code) => Write(code, "octavo::Copy.Run(x, y, 1, in loop, part, parts);");

    private void Write(CodeWriter code, string call)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line(call);
    }
}
