using System;
using Octavo.Compiler.Codegen.Layers;

namespace Octavo.Compiler.Codegen.Planning;

/// <summary>How a layer can walk a tensor in memory, from the most to the least general.</summary>
internal enum Access
{
    /// <summary>Any strides.</summary>
    Strided,

    /// <summary>A contiguous innermost axis, any strides outside: what element-wise kernels walk a register at a time.</summary>
    Rows,

    /// <summary>An NHWC image: contiguous channels, any strides between pixels, rows and items.</summary>
    Image,

    /// <summary>Row-major without gaps.</summary>
    Dense,
}

/// <summary>Which access the layer of a node offers for its inputs and outputs.</summary>
internal static class NodeAccess
{
    public static Access OfInput(Node node, int index) => node.Op switch
    {
        Conv => index is 0 or 3 ? Access.Image : Access.Dense,
        MaxPool or AveragePool or GlobalAveragePool => Access.Image,
        MatMul when index < 2 && HasMatrices(node) => index == 0 ? Access.Rows : Access.Strided,
        Softmax => node.X.Type.IsQuantized ? Access.Rows : Access.Dense,
        Binary or Unary or PRelu or Lookup or Clip or Where or Fusion => Access.Rows,
        _ when IsStrided(node.Op) => Access.Strided,
        _ => Access.Dense,
    };

    public static Access OfOutput(Node node) => node.Op switch
    {
        Conv or MaxPool or AveragePool or GlobalAveragePool => Access.Image,
        MatMul when HasMatrices(node) => Access.Rows,
        Softmax => node.X.Type.IsQuantized ? Access.Rows : Access.Dense,
        Binary or Unary or PRelu or Lookup or Clip or Where or Fusion => Access.Rows,
        _ when IsStrided(node.Op) => Access.Strided,
        _ => Access.Dense,
    };

    /// <summary>Float products of two activations read and write stacks of matrices that lie between one another, as the heads of attention do.</summary>
    private static bool HasMatrices(Node node) => FloatActivationProductLayer.Fits(node) && FloatActivationProductLayer.AreMatrices(node);

    /// <summary>True when a tensor that lies as <paramref name="view"/> says can be walked with the given access.</summary>
    public static bool Allows(this Access access, View view) => access switch
    {
        Access.Strided => true,
        Access.Rows => HasContiguousRows(view),
        Access.Image => view.Shape.Rank == 4 && (view.Strides[3] == 1 || view.Shape[3] == 1),
        _ => view.IsDense,
    };

    private static bool HasContiguousRows(View view)
    {
        int axis = view.Shape.Rank - 1;
        while (axis >= 0 && view.Shape[axis] == 1)
        {
            axis--;
        }

        return axis < 0 || view.Strides[axis] == 1;
    }

    private static bool IsStrided(Operator op) => op
        is Quantize or Dequantize or DynamicQuantize or Copy or Transpose or Concat or Split or Slice or Pad or Pick or Reinterpret { Offset: 0 };
}

/// <summary>An identity that puts a tensor somewhere else: into an image with a halo, into the arena, or into a graph output.</summary>
internal sealed record Copy : Operator
{
    public override Shape[] InferShapes(Shape?[] inputs) => [inputs[0] ?? throw new ArgumentNullException(nameof(inputs))];
}
