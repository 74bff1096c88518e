using System;
using System.Collections.Generic;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>
/// The weights of an integer convolution or product in the blob. Where enough steps — four activations for sixteen channels — have weights that are all zero, panels leave them out,
/// and every panel has a list of the ones it holds: Runtime's ConvolutionShape says how either lies.
/// </summary>
internal sealed class WeightPanels
{
    /// <summary>
    /// The share of zero steps from which leaving them out is faster. A step that is kept costs a little more than one of a dense layer, since panels with different lists do not share
    /// the activations in registers. Measured on a dozen layers: convolutions gain from 6 % on with 512-bit VPDPBUSD and from 10 % on with older instructions, products of one row from 15 %.
    /// </summary>
    private const double SparseShare = 0.15;

    // Panels of one sweep over the pixels: their weights should stay in a core's second-level cache beside the activations.
    private const int PanelBlockBytes = 256 * 1024;

    private readonly WeightMatrix _matrix;
    private readonly long _segments;
    private readonly long _starts;

    /// <param name="segments">The offset of each segment from the window's first byte.</param>
    public WeightPanels(PlanContext context, WeightMatrix matrix, int[] segments)
    {
        _matrix = matrix;
        // Where rows of an image lie apart may depend on its length: lists, which are long, would be kept for each one.
        bool fits = !matrix.HasZeroPoints && !(context.Weights.ServesManyLengths && segments.Length > 1);
        int steps = matrix.Panels * matrix.Steps, zeros = fits ? matrix.CountZeroSteps() : 0;
        if (zeros > 0 && zeros >= SparseShare * steps)
        {
            ZeroShare = (double)zeros / steps;
            (int[] starts, int[] kept) = Kept(matrix);
            Weights = context.Weights.Add(checked(kept.Length * WeightMatrix.StepBytes), () => Pack(matrix, starts, kept));
            _segments = context.Weights.Add(Array.ConvertAll(kept, step => segments[step / matrix.SegmentSteps] + (step % matrix.SegmentSteps * 4)));
            _starts = context.Weights.Add(starts);
            PanelBlock = BlockOf(matrix, kept.Length * WeightMatrix.StepBytes / matrix.Panels);
        }
        else
        {
            Weights = context.Weights.Add(matrix.PackedLength, matrix.Pack);
            _segments = context.Weights.Add(segments);
            PanelBlock = PanelBlockOf(matrix);
        }

        PairsFitInt16 = matrix.PairsFitInt16();
    }

    /// <summary>The section of weights.</summary>
    public long Weights { get; }

    /// <summary>How many panels to apply in one sweep.</summary>
    public int PanelBlock { get; }

    public bool PairsFitInt16 { get; }

    /// <summary>The share of steps that are left out; 0 where none are.</summary>
    public double ZeroShare { get; }

    private bool IsSparse => ZeroShare > 0;

    /// <summary>The fields of ConvolutionShape that say which activations meet the weights.</summary>
    public string Segments =>
        $"Segments = (int*)(weights + {Literal.Int(_segments)}), "
        + (IsSparse
            ? $"SegmentBytes = 4, PanelStarts = (int*)(weights + {Literal.Int(_starts)}),"
            : $"SegmentCount = {Literal.Int(_matrix.Segments)}, SegmentBytes = {Literal.Int(_matrix.SegmentLength)},");

    /// <summary>What the layer table adds to the kernel.</summary>
    public string Note => IsSparse ? $", {Math.Round(100 * ZeroShare)} % of blocks zero, skipped" : "";

    /// <summary>How many panels with all their steps to apply in one sweep.</summary>
    public static int PanelBlockOf(WeightMatrix matrix) => BlockOf(matrix, matrix.PanelLength);

    private static int BlockOf(WeightMatrix matrix, int panelBytes) => Math.Max(1, Math.Min(matrix.PaddedChannels / WeightMatrix.PanelChannels, PanelBlockBytes / panelBytes));

    /// <summary>The steps that each panel holds and where these begin. A panel of nothing but zeros keeps its first step, so that kernels meet no empty list.</summary>
    private static (int[] Starts, int[] Steps) Kept(WeightMatrix matrix)
    {
        int[] starts = new int[matrix.Panels + 1];
        var steps = new List<int>();
        for (int panel = 0; panel < matrix.Panels; panel++)
        {
            for (int step = 0; step < matrix.Steps; step++)
            {
                if (!matrix.IsZero(panel, step))
                {
                    steps.Add(step);
                }
            }

            if (steps.Count == starts[panel])
            {
                steps.Add(0);
            }

            starts[panel + 1] = steps.Count;
        }

        return (starts, [.. steps]);
    }

    private static byte[] Pack(WeightMatrix matrix, int[] starts, int[] steps)
    {
        byte[] packed = new byte[steps.Length * WeightMatrix.StepBytes];
        for (int panel = 0; panel < matrix.Panels; panel++)
        {
            for (int i = starts[panel]; i < starts[panel + 1]; i++)
            {
                matrix.PackStep(packed.AsSpan(i * WeightMatrix.StepBytes, WeightMatrix.StepBytes), panel, steps[i]);
            }
        }

        return packed;
    }
}
