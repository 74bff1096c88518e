using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Element-wise operators in one pass; the class holds a struct with their code, named like the method.</summary>
internal sealed class FusionLayer : Layer
{
    private readonly Loops _loops;

    public FusionLayer(Node node, PlanContext context)
        : base(node)
    {
        Shape shape = node.Y.Shape;
        View[] inputs = FusionCode.InMemory(node).Select((v, i) => Read($"x{i}", context.View(v)).View).ToArray();
        View y = Write("y", context.View(node.Y)).View;
        _loops = new Loops(shape.Dimensions, [.. inputs.Select(x => Loops.Broadcast(x, shape)), y.Strides]);
    }

    public override string Kernel =>
        "fused " + string.Join(" ", ((Fusion)Node.Op).Steps.Select(s => s.Op).Where(op => op is not (Quantize or Dequantize)).Select(op => op.Name.ToLowerInvariant()).DefaultIfEmpty("conversion"));

    public override Operand? InPlaceInput => Operands.FirstOrDefault(o => !o.IsWritten && o.View.Shape.Equals(Node.Y.Shape) && o.View.Storage.Element.Size() == Node.Y.Type.Element.Size());

    /// <summary>The struct that <see cref="WriteBody"/> runs.</summary>
    public void WriteStruct(CodeWriter code) => FusionCode.Write(code, Node, Method);

    public override void WriteBody(CodeWriter code)
    {
        IEnumerable<int> sizes = Operands.Select(o => o.View.Storage.Element.Size());
        IEnumerable<int> strides = Enumerable.Range(0, Operands.Count).SelectMany(_loops.Strides);
        int inputs = Operands.Count - 1;
        code.Line($"var nest = new octavo::FusionNest({Literal.Ints(_loops.Extents)}, {Literal.Ints(sizes)}, {Literal.Ints(strides)});");
        code.Line($"byte** x = stackalloc byte*[{Literal.Int(inputs)}] {{ {string.Join(", ", Operands.Take(inputs).Select(o => $"(byte*){o.Name}"))} }};");
        code.Line($"octavo::Fusion.Run<Fusions.{Method}>(x, (byte*)y, in nest, part, parts);");
    }
}
