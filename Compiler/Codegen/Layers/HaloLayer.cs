using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Surrounds the input of a convolution with the zero point that was computed for it.</summary>
internal sealed class HaloLayer : Layer
{
    private readonly Storage _image;

    public HaloLayer(Node node, PlanContext context)
        : base(node)
    {
        _image = Write("x", context.View(node.X)).View.Storage;
        Read("zeroPoint", context.View(node.Inputs[4]!));
    }

    public override string Kernel => "halo";

    public override void WriteBody(CodeWriter code) => code.Line(_image.FillHalo("x", "*zeroPoint"));
}
