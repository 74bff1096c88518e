using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Positions of the elements or slices that indices computed at run time name, for the layer that gathers or scatters there.</summary>
internal sealed class IndexPositionsLayer : Layer
{
    private IndexPositionsLayer(Node node, PlanContext context, View positions)
        : base(node)
    {
        Read("indices", context.View(node.Inputs[1]!));
        Write("positions", positions);
    }

    public override string Kernel => "positions";

    /// <summary>Where the positions lie: in the weights when the indices are constants, else where the layer that is returned writes them.</summary>
    public static (View Positions, IEnumerable<Layer> Layers) Create(Node node, PlanContext context)
    {
        Shape x = node.X.Shape, indices = node.Inputs[1]!.Shape;
        if (node.Inputs[1]!.Data is { } known)
        {
            int[] positions = Axis(node) is { } axis ? IndexPositions.OfElements(x, known, axis) : IndexPositions.OfTuples(x, known, BatchAxes(node));
            return (context.View(new Value(node.Name, TensorData.Ints(new Shape(positions.Length), positions))), []);
        }

        View scratch = context.Scratch(ElementType.Int32, (int)(Axis(node) is null ? indices.Product(0, indices.Rank - 1) : indices.Length));
        return (scratch, [new IndexPositionsLayer(node, context, scratch)]);
    }

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape, indices = Node.Inputs[1]!.Shape;
        int[] strides = x.Strides();
        if (Axis(Node) is { } axis)
        {
            IEnumerable<int> others = strides.Select((s, a) => a == axis ? 0 : s);
            code.Line($"octavo::IndexPositions.OfElements(indices, positions, {Literal.Ints(indices.Dimensions)}, {Literal.Ints(others)}, {Literal.Int(x[axis])}, {Literal.Int(strides[axis])}, part, parts);");
            return;
        }

        int batchAxes = BatchAxes(Node), depth = indices[-1];
        long batches = indices.Product(0, batchAxes), tuples = indices.Product(batchAxes, indices.Rank - 1);
        code.Line($"octavo::IndexPositions.OfTuples(indices, positions, {Literal.Int(batches)}, {Literal.Int(tuples)}, {Literal.Int(x.Product(batchAxes, x.Rank))}, "
            + $"{Literal.Ints(x.Dimensions.Skip(batchAxes).Take(depth))}, {Literal.Ints(strides.Skip(batchAxes).Take(depth))}, part, parts);");
    }

    /// <summary>The axis along which single indices run, or null for tuples.</summary>
    private static int? Axis(Node node) => node.Op switch
    {
        GatherElements gather => gather.Axis,
        ScatterElements scatter => scatter.Axis,
        _ => null,
    };

    private static int BatchAxes(Node node) => node.Op is GatherNd gather ? gather.BatchAxes : 0;
}
