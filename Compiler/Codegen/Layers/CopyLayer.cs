using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A copy that views could not avoid: elements from one set of strides to another.</summary>
internal sealed class CopyLayer : Layer
{
    private readonly Loops _loops;
    private readonly string _kernel;
    private readonly int _size;

    /// <summary>A node whose output is its input read in another order: <paramref name="source"/> is the input as the output sees it.</summary>
    public CopyLayer(Node node, View source, View destination, string kernel)
        : base(node)
    {
        Read("x", source);
        Write("y", destination);
        _kernel = kernel;
        _size = source.Storage.Element.Size();
        _loops = new Loops(source.Shape.Dimensions, source.Strides, destination.Strides);
    }

    public override string Kernel => _kernel;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Copy.Run(x, y, {Literal.Int(_size)}, in loop, part, parts);");
    }
}
