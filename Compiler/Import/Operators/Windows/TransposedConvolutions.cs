using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Windows;

/// <summary>
/// Transposed convolutions as ordinary ones: the outputs with one remainder modulo the strides are a convolution with the taps that reach them, and
/// the results interleave. Remainders that see the same inputs are one convolution with as many times the channels.
/// </summary>
internal static class TransposedConvolutions
{
    /// <param name="node">The node whose operator is, or consists of, a transposed convolution.</param>
    /// <param name="x">[N, C, spatial…]</param>
    /// <param name="w">[C, M/group, kernel…]</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="axes">The geometry of each spatial axis.</param>
    /// <param name="group">Groups of channels.</param>
    public static Value Emit(NodeContext node, Value x, Value w, Value? bias, TransposedWindow[] axes, int group)
    {
        int rank = axes.Length, items = x.Shape[0], channels = w.Shape[1];
        Value y = Interleaved(node, x, w, bias, axes, group, []);

        // [N, group, remainder…, channel, quotient…] to [N, group, channel, quotient, remainder, …]
        int[] permutation = [0, 1, 2 + rank, .. Enumerable.Range(0, rank).SelectMany(axis => (int[])[3 + rank + axis, 2 + axis])];
        y = TransposeImport.Emit(node, y, permutation);
        y = ReshapeImport.Emit(node, y, new Shape([items, group * channels, .. axes.Select(a => a.Quotients * a.Stride)]));
        int[] starts = [0, 0, .. axes.Select(a => a.PadBegin - (a.FirstQuotient * a.Stride))];
        return Arranging.Crop(node, y, starts, [items, group * channels, .. axes.Select(a => a.Output)]);
    }

    /// <summary>The results of all remainders, joined axis by axis: [N, group, remainder…, channel, quotient…].</summary>
    private static Value Interleaved(
        NodeContext node, Value x, Value w, Value? bias, TransposedWindow[] axes, int group, IReadOnlyList<TransposedWindow.Phase>[] chosen)
    {
        int axis = chosen.Length;
        if (axis == axes.Length)
        {
            return Convolution(node, x, w, bias, axes, group, chosen);
        }

        Value[] parts = axes[axis].Runs().Select(run => Interleaved(node, x, w, bias, axes, group, [.. chosen, run])).ToArray();
        return parts.Length == 1 ? parts[0] : node.Emit(new Concat(2 + axis), parts);
    }

    /// <summary>One convolution for a run of remainders on each axis.</summary>
    private static Value Convolution(
        NodeContext node, Value x, Value w, Value? bias, TransposedWindow[] axes, int group, IReadOnlyList<TransposedWindow.Phase>[] runs)
    {
        int rank = axes.Length, channels = w.Shape[1];
        int[] phases = runs.Select(run => run.Count).ToArray();
        int repeats = phases.Aggregate(1, (product, count) => product * count);
        (int Begin, int End)[] pads = axes.Select((a, i) => a.Pads(runs[i][0])).ToArray();
        var window = new Window
        {
            Kernel = runs.Select(run => Math.Max(run[0].Taps.Length, 1)).ToArray(),
            Strides = Enumerable.Repeat(1, rank).ToArray(),
            Dilations = runs.Select(run => run[0].Spacing).ToArray(),
            PadsBegin = pads.Select(p => p.Begin).ToArray(),
            PadsEnd = pads.Select(p => p.End).ToArray(),
        };
        Value weights = runs.Any(run => run[0].Taps.Length == 0)
            ? Zeros(node, w, new Shape([group * repeats * channels, w.Shape[0] / group, .. window.Kernel]))
            : RearrangedConstants.Emit(node, w, v => Weights(node, v, group, runs), axis: 1, Channels(groupStep: 0));
        Value? biases = bias is null ? null
            : RearrangedConstants.Emit(node, bias, v => GatherImport.Pick(node, v, axis: 0, Channels(groupStep: channels)), axis: 0, Channels(groupStep: channels));
        Value y = Convolutions.Emit(node, x, weights, biases, window, group);
        return ReshapeImport.Emit(node, y, new Shape([x.Shape[0], group, .. phases, channels, .. axes.Select(a => a.Quotients)]));

        // For each output channel [group, remainder…, channel] its channel, where groups lie the given step apart.
        int[] Channels(int groupStep) => Enumerable.Range(0, group * repeats * channels)
            .Select(i => (i / (repeats * channels) * groupStep) + (i % channels)).ToArray();
    }

    /// <summary>[C, M/group, kernel…] to [group·remainders·M/group, C/group, taps…], the taps from the last to the first.</summary>
    private static Value Weights(NodeContext node, Value w, int group, IReadOnlyList<TransposedWindow.Phase>[] runs)
    {
        int rank = runs.Length, inputs = w.Shape[0] / group, channels = w.Shape[1];
        int[] phases = runs.Select(run => run.Count).ToArray(), taps = runs.Select(run => run[0].Taps.Length).ToArray();
        int[]?[] picks = [null, null, .. runs.Select(run => run.SelectMany(phase => Enumerable.Reverse(phase.Taps)).ToArray())];
        w = GatherImport.Pick(node, w, picks);
        w = ReshapeImport.Emit(node, w, new Shape([group, inputs, channels, .. Enumerable.Range(0, rank).SelectMany(axis => (int[])[phases[axis], taps[axis]])]));
        int[] phaseAxes = Enumerable.Range(0, rank).Select(axis => 3 + (2 * axis)).ToArray();
        w = TransposeImport.Emit(node, w, [0, .. phaseAxes, 2, 1, .. phaseAxes.Select(axis => axis + 1)]);
        return ReshapeImport.Emit(node, w, new Shape([group * phases.Aggregate(1, (product, count) => product * count) * channels, inputs, .. taps]));
    }

    /// <summary>Weights for outputs that no tap reaches, codes when the others are codes.</summary>
    private static Value Zeros(NodeContext node, Value w, Shape shape)
    {
        if (w.Producer is not { Op: Dequantize, X: { IsConstant: true, Type.Quantization: { } quantization } codes })
        {
            return node.Emit(new TensorData(w.Type.Element, shape));
        }

        Value zeros = node.Emit(new TensorData(codes.Type.Element, shape));
        return node.Emit(new Dequantize(), w.Type.Element, null, node.View(zeros, new Quantization(quantization.ScaleOf(0), 0)));
    }
}
