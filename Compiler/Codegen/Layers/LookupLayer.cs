using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A 256-byte table applied to every code.</summary>
internal sealed class LookupLayer : Layer
{
    private readonly Loops _loops;
    private readonly long _table;
    private readonly Operand _x;

    public LookupLayer(Node node, PlanContext context)
        : base(node)
    {
        _x = Read("x", context.View(node.X));
        View y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, _x.View.Strides, y.Strides);
        byte[] table = ((Lookup)node.Op).Table;
        _table = context.Weights.Add(table.Length, () => table);
    }

    public override string Kernel => "lookup";

    public override Operand? InPlaceInput => _x;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Lookup.Run(x, y, weights + {Literal.Int(_table)}, in loop, part, parts);");
    }
}
