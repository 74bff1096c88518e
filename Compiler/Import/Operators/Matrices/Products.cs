using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Matrices;

/// <summary>Products with constants that the decompositions of several operators share.</summary>
internal static class Products
{
    /// <summary>x · factor; a factor of 1 costs nothing.</summary>
    public static Value Scale(NodeContext node, Value x, double factor) =>
        factor == 1 ? x : node.Emit(new Binary(BinaryKind.Mul), x, node.Emit(ConstantTensors.OfReals(x.Type.Element, Shape.Scalar, [factor])));

    /// <summary>The matrix product x · matrix of the last axis.</summary>
    public static Value Linear(NodeContext node, Value x, int columns, double[] matrix) =>
        node.Emit(new MatMul(), x, node.Emit(ConstantTensors.OfReals(x.Type.Element, new Shape(x.Shape[-1], columns), matrix)));
}
