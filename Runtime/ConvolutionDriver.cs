using System;

namespace Octavo.Runtime;

/// <summary>Divides a convolution into parts and these into blocks of panels, each of which sweeps over its pixels.</summary>
internal static unsafe class ConvolutionDriver<TSweep>
    where TSweep : struct, IConvolutionSweep
{
    /// <summary>See <see cref="Convolution"/>.</summary>
    public static void Run(byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts)
    {
        int pixels = shape.Items * shape.Height * shape.Width;
        int tiles = (pixels + TSweep.Rows - 1) / TSweep.Rows;
        int panels = (shape.Channels + 15) / 16;
        int allPanels = panels * shape.Groups;

        // Threads share the weights and divide the pixels, unless there are too few of those.
        bool dividePixels = tiles >= parts || tiles >= allPanels;
        (int firstTile, int endTile) = dividePixels ? Share.Of(tiles, part, parts) : (0, tiles);
        (int panel, int endPanel) = dividePixels ? (0, allPanels) : Share.Of(allPanels, part, parts);
        int firstPixel = firstTile * TSweep.Rows;
        int endPixel = Math.Min(pixels, endTile * TSweep.Rows);
        if (firstPixel >= endPixel)
        {
            return;
        }

        int block = shape.PanelBlock > 0 ? shape.PanelBlock : panels;
        Reduction reduction = new(shape);
        while (panel < endPanel)
        {
            int group = panel / panels;
            int first = panel - group * panels;
            int count = Math.Min(Math.Min(block, panels - first), endPanel - panel);
            TSweep.Run(x + (nint)group * shape.GroupBytes, weights + reduction.PanelOffset(panel), y, shape, reduction.From(panel), epilogue, group, first, count, firstPixel, endPixel);
            panel += count;
        }
    }
}
