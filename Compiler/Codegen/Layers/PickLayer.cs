using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Elements picked along each axis by constant indices: nearest-neighbour resizes, gathers with constant indices, padding that repeats the input.</summary>
internal sealed class PickLayer : Layer
{
    private readonly View _x;
    private readonly View _y;
    private readonly long?[] _offsets;

    public PickLayer(Node node, PlanContext context)
        : base(node)
    {
        _x = Read("x", context.View(node.X)).View;
        _y = Write("y", context.View(node.Y)).View;
        int[]?[] indices = node.Op is Pick pick ? pick.Indices : Indices((Pad)node.Op, node.X.Shape);
        _offsets = indices.Select((axis, a) => axis is null ? (long?)null : context.Weights.Add(axis.Select(i => i * _x.Strides[a]).ToArray())).ToArray();
    }

    public override string Kernel => Node.Op is Pick ? "pick" : "pad";

    /// <summary>The loop nest keeps one dimension per axis, of which it has eight.</summary>
    public static bool Fits(Node node) => node.X.Shape.Rank is > 0 and <= 8;

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = new octavo::LoopNest({Literal.Ints(_y.Shape.Dimensions)}, {Literal.Ints(_x.Strides)}, {Literal.Ints(_y.Strides)});");
        string tables = string.Join(", ", _offsets.Select(o => o is { } offset ? $"(int*)(weights + {Literal.Int(offset)})" : "null"));
        code.Line($"int** offsets = stackalloc int*[] {{ {tables} }};");
        code.Line($"octavo::Pick.Run(x, y, {Literal.Int(_y.Storage.Element.Size())}, in loop, offsets, part, parts);");
    }

    /// <summary>The input index of each output index: reflected without repeating the edge, clamped to the edge, or wrapped around.</summary>
    private static int[]?[] Indices(Pad pad, Shape x) => x.Dimensions
        .Select((size, axis) => pad.Begin[axis] == 0 && pad.End[axis] == 0 ? null : Enumerable.Range(-pad.Begin[axis], size + pad.Begin[axis] + pad.End[axis])
            .Select(i => pad.Mode switch
            {
                PadMode.Edge => System.Math.Min(System.Math.Max(i, 0), size - 1),
                PadMode.Wrap => ((i % size) + size) % size,
                _ => Reflected(i, size),
            })
            .ToArray())
        .ToArray();

    private static int Reflected(int i, int size)
    {
        int period = System.Math.Max(1, 2 * (size - 1));
        int folded = ((i % period) + period) % period;
        return folded < size ? folded : period - folded;
    }
}
