using System;
using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The first half of a dynamic quantization: the extremes of each of a fixed number of shares of x.</summary>
internal sealed class DynamicRangeLayer : Layer
{
    // As Runtime's DynamicQuantizer divides them.
    private const int MostShares = 64, ElementsOfShare = 2048;

    private readonly Loops _loops;

    public DynamicRangeLayer(Node node, PlanContext context)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View;
        int shares = (int)Math.Min(MostShares, (x.Shape.Length + ElementsOfShare - 1) / ElementsOfShare);
        Ranges = Write("ranges", context.Scratch(ElementType.Float32, 2 * shares)).View;

        // In the order of memory, whatever the order of the axes.
        int[] axes = Enumerable.Range(0, x.Shape.Rank).OrderByDescending(axis => x.Strides[axis]).ToArray();
        int[] strides = axes.Select(axis => x.Strides[axis]).ToArray();
        _loops = new Loops(axes.Select(axis => x.Shape[axis]).ToArray(), strides, strides);
    }

    public override string Kernel => "range";

    /// <summary>Lowest and highest element of each share, zero included.</summary>
    public View Ranges { get; }

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::DynamicQuantizer.Ranges(x, ranges, octavo::DynamicQuantizer.Shares(in loop), in loop, part, parts);");
    }
}
