using System;
using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Moves the elements of weights: when they are dequantized constants the codes are moved, so that an integer kernel can take them.</summary>
internal static class RearrangedConstants
{
    /// <param name="node">The node that reads the weights.</param>
    /// <param name="value">The weights.</param>
    /// <param name="move">Moves elements, of a constant at once.</param>
    /// <param name="axis">The axis of the weights along which their scales may differ; the result has them on axis 0.</param>
    /// <param name="channels">For each index on the result's axis 0, the index of its scale.</param>
    public static Value Emit(NodeContext node, Value value, Func<Value, Value> move, int axis, int[] channels)
    {
        if (value.Producer is not { Op: Dequantize, X: { IsConstant: true, Type.Quantization: { } quantization } codes }
            || (!quantization.IsPerTensor && quantization.Axis != axis))
        {
            return move(value);
        }

        Quantization moved = quantization.IsPerTensor ? quantization
            : new Quantization(channels.Select(quantization.ScaleOf).ToArray(), channels.Select(quantization.ZeroPointOf).ToArray(), axis: 0);
        return node.Emit(new Dequantize(), value.Type.Element, null, node.View(move(node.View(codes, null)), moved));
    }
}
