using System;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A function of each float: a unary operator, or Clip with its bounds as the parameters.</summary>
internal sealed class FloatUnaryLayer : Layer
{
    private readonly string _operator;
    private readonly float _alpha;
    private readonly float _beta;
    private readonly Loops _loops;

    public FloatUnaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _operator = node.Op.Name;
        (_alpha, _beta) = node.Op switch
        {
            Unary unary => (unary.Alpha, unary.Beta),
            Clip clip => ((float)clip.Low, (float)clip.High),
            _ => throw new InvalidOperationException(node.Op.Name),
        };
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(node.Y.Shape.Dimensions, x.Strides, y.Strides);
    }

    public static bool Fits(Node node) => node.X.Type.Element == ElementType.Float32 && node.Y.Type.Element == ElementType.Float32;

    public override string Kernel => "float " + _operator.ToLowerInvariant();

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::FloatUnary.Run<octavo::FloatUnary.{_operator}>(x, y, in loop, {Literal.Float(_alpha)}, {Literal.Float(_beta)}, part, parts);");
    }
}
