using System;

namespace Octavo.Runtime;

/// <summary>Divides a convolution into parts and these into blocks of panels, each of which sweeps over its pixels.</summary>
internal static unsafe class ConvolutionDriver<TSweep>
    where TSweep : struct, IConvolutionSweep
{
    /// <summary>See <see cref="Convolution"/>.</summary>
    public static void Run(byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts)
    {
        int panels = (shape.Channels + 15) / 16;
        PixelShare share = new(shape.Items * shape.Height * shape.Width, TSweep.Rows, panels * shape.Groups, part, parts);
        if (share.IsEmpty)
        {
            return;
        }

        int block = shape.PanelBlock > 0 ? shape.PanelBlock : panels;
        Reduction reduction = new(shape);
        int panel = share.FirstBlock;
        while (panel < share.EndBlock)
        {
            int group = panel / panels;
            int first = panel - group * panels;
            int count = Math.Min(Math.Min(block, panels - first), share.EndBlock - panel);
            TSweep.Run(x + (nint)group * shape.GroupBytes, weights + reduction.PanelOffset(panel), y, shape, reduction.From(panel), epilogue, group, first, count, share.FirstPixel, share.EndPixel);
            panel += count;
        }
    }
}
