using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A conversion between element types.</summary>
internal sealed class CastLayer : Layer
{
    public CastLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"{From.ShortName()} to {To.ShortName()}";

    private ElementType From => Node.X.Type.Element;

    private ElementType To => Node.Y.Type.Element;

    public override void WriteBody(CodeWriter code)
    {
        var cast = (Cast)Node.Op;
        string length = Literal.Int(Node.Y.Shape.Length);
        if (From.IsTinyFloat())
        {
            code.Line($"octavo::TinyFloats.Widen(x, y, {length}, {Format(From)}, part, parts);");
        }
        else if (To == ElementType.Float8E8M0)
        {
            // Down: from 2 on, which no fraction reaches.
            string from = cast.Rounding switch { ScaleRounding.Up => "1", ScaleRounding.Down => "2", _ => "1.5" };
            code.Line($"octavo::TinyFloats.Scales(x, y, {length}, {from}, {Literal.Bool(cast.Saturate)}, part, parts);");
        }
        else if (To.IsTinyFloat())
        {
            code.Line($"octavo::TinyFloats.Round(x, y, {length}, {Format(To)}, {Literal.Bool(cast.Saturate)}, part, parts);");
        }
        else
        {
            string from = Name(From), to = cast.Bits > 0 ? $"octavo::{(To == ElementType.Int8 ? "Int" : "UInt")}{Literal.Int(cast.Bits)}" : Name(To);
            code.Line($"octavo::Casts.Run<{from}, {to}>({Pointer("x", from, From)}, {Pointer("y", to, To)}, {length}, part, parts);");
        }
    }

    private static string Format(ElementType element) => "octavo::TinyFormat." + TinyFormat.Of(element).Name;

    /// <summary>What tells the kernel about a type that shares its storage with another.</summary>
    private static string Name(ElementType element) => element switch
    {
        ElementType.BFloat16 => "octavo::BFloat16",
        ElementType.Int4 => "octavo::Int4",
        ElementType.UInt4 => "octavo::UInt4",
        ElementType.Int2 => "octavo::Int2",
        ElementType.UInt2 => "octavo::UInt2",
        _ => element.CSharpName(),
    };

    private static string Pointer(string parameter, string type, ElementType element) =>
        type == element.CSharpName() ? parameter : $"({type}*){parameter}";
}
