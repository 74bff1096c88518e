using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A reduction along neighbouring axes.</summary>
internal sealed class ReduceLayer : Layer
{
    private readonly Reduce _op;
    private readonly ElementType _element;

    public ReduceLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Reduce)node.Op;
        _element = node.X.Type.Element;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"{(_element == ElementType.Float32 ? "float" : _element.ShortName())} {_op.Kind.ToString().ToLowerInvariant()}";

    /// <summary>The kernel sees outer × length × inner, so the axes must be neighbours; axes of extent 1 between them do not matter.</summary>
    public static bool Fits(Node node)
    {
        var reduce = (Reduce)node.Op;
        int[] axes = reduce.Axes;
        ElementType element = node.X.Type.Element;
        bool counts = reduce.Kind != ReduceKind.Mean || element.Size() >= 4 || node.X.Type.IsQuantized;
        return axes.Length > 0 && counts
            && (ElementOperators.IsNumber(element) || (element == ElementType.Bool && reduce.Kind is ReduceKind.Min or ReduceKind.Max))
            && Enumerable.Range(axes.Min(), axes.Max() - axes.Min() + 1).All(a => axes.Contains(a) || node.X.Shape[a] == 1);
    }

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        int first = _op.Axes.Min(), end = _op.Axes.Max() + 1;
        string extents = $"{Literal.Int(x.Product(0, first))}, {Literal.Int(x.Product(first, end))}, {Literal.Int(x.Product(end, x.Rank))}";
        string type = ElementOperators.TypeName(_element);
        // "All" and "any" of bool are And and Or of bytes.
        string element = _element == ElementType.Bool ? (_op.Kind == ReduceKind.Min ? "All" : "Any") : $"{_op.Kind}<{type}>";
        string cast = _element == ElementType.Bool ? "(byte*)" : "";
        code.Line(_element == ElementType.Float32
            ? $"octavo::FloatReduce.Run<octavo::FloatReduce.{_op.Kind}>(x, y, {extents}, part, parts);"
            : $"octavo::ElementReduce.Run<{type}, octavo::ElementReduce.{element}>({cast}x, {cast}y, {extents}, part, parts);");
    }
}
