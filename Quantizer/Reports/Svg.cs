using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Octavo.Compiler.Calibration;

namespace Octavo.Tool.Reports;

/// <summary>The report's charts.</summary>
internal static class Svg
{
    private const int Width = 1140;
    private const double Poor = 20;

    /// <summary>A bar per tensor; infinite ones are as high as the highest.</summary>
    public static string Bars(IReadOnlyList<(string Name, double Decibels)> bars)
    {
        const int Height = 190, Left = 34, Bottom = 170;
        double top = Math.Max(bars.Where(b => double.IsFinite(b.Decibels)).Select(b => b.Decibels).DefaultIfEmpty(40).Max(), 40), step = (double)(Width - Left) / bars.Count;
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Width} {Height}\" width=\"100%\">");
        foreach (double line in Enumerable.Range(0, (int)(top / 20) + 1).Select(i => 20.0 * i))
        {
            double y = Bottom - (line / top * (Bottom - 10));
            svg.Append($"<line x1=\"{Left}\" x2=\"{Width}\" y1=\"{N(y)}\" y2=\"{N(y)}\" class=\"grid\"/><text class=\"axis\" x=\"{Left - 6}\" y=\"{N(y + 4)}\" text-anchor=\"end\">{line}</text>");
        }

        for (int i = 0; i < bars.Count; i++)
        {
            double height = Math.Clamp(double.IsFinite(bars[i].Decibels) ? bars[i].Decibels / top : 1, 0.01, 1) * (Bottom - 10);
            svg.Append($"<rect class=\"{(bars[i].Decibels < Poor ? "bad" : "bar")}\" x=\"{N(Left + (i * step))}\" y=\"{N(Bottom - height)}\" width=\"{N(Math.Max(step - 1, 0.6))}\" height=\"{N(height)}\"><title>{HtmlReport.Text(bars[i].Name)}: {HtmlReport.Number(bars[i].Decibels, "0.0")} dB</title></rect>");
        }

        return svg.Append("</svg>").ToString();
    }

    public static string Histogram(TensorStatistics tensor, (double Low, double High) clip)
    {
        const int Columns = 90, W = 270, Height = 80;
        double low = Math.Min(tensor.Min, clip.Low), span = Math.Max(Math.Max(tensor.Max, clip.High) - low, 1e-30);
        double[] counts = new double[Columns];
        for (int i = 0; i < tensor.Histogram.Bins; i++)
        {
            counts[Math.Clamp((int)((tensor.Histogram.Center(i) - low) / span * Columns), 0, Columns - 1)] += tensor.Histogram.Counts[i];
        }

        double highest = Math.Log(1 + counts.Max()), step = (double)W / Columns;
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {W} {Height}\" width=\"100%\">");
        svg.Append($"<rect class=\"clip\" x=\"{N((clip.Low - low) / span * W)}\" y=\"1\" width=\"{N(Math.Max((clip.High - clip.Low) / span * W, 1))}\" height=\"{Height - 2}\"/>");
        for (int i = 0; i < Columns; i++)
        {
            double height = highest == 0 ? 0 : Math.Log(1 + counts[i]) / highest * (Height - 6);
            svg.Append(height == 0 ? "" : $"<rect class=\"hist\" x=\"{N(i * step)}\" y=\"{N(Height - height - 1)}\" width=\"{N(step - 0.5)}\" height=\"{N(height)}\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    public static string Arena(IReadOnlyList<BlockFacts> blocks, long bytes, int layers)
    {
        const int Height = 320, Left = 64, Bottom = 22, Lines = 4, MostColumns = 12;
        double across = (double)(Width - Left) / Math.Max(layers, 1);
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Width} {Height + Bottom}\" width=\"100%\"><rect class=\"back\" x=\"{Left}\" width=\"{Width - Left}\" height=\"{Height}\"/>");
        for (int i = 0; i <= Lines; i++)
        {
            double y = (double)i / Lines * Height;
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{N(y)}\" y2=\"{N(y)}\"/><text class=\"axis\" x=\"{Left - 6}\" y=\"{N(Math.Clamp(y + 4, 10, Height))}\" text-anchor=\"end\">{HtmlReport.Number(bytes * (double)i / Lines / 1000, "#,0")} kB</text>");
        }

        int each = Math.Max((layers + MostColumns - 1) / MostColumns, 1);
        for (int i = 0; i < layers; i += each)
        {
            svg.Append($"<text class=\"axis\" x=\"{N(Left + ((i + 0.5) * across))}\" y=\"{Height + 15}\" text-anchor=\"middle\">{i}</text>");
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            BlockFacts block = blocks[i];
            double x = Left + (block.First * across), width = (block.Last - block.First + 1) * across;
            double y = (double)block.Offset / Math.Max(bytes, 1) * Height, height = Math.Max((double)block.Size / Math.Max(bytes, 1) * Height, 0.7);
            svg.Append($"<rect class=\"block\" fill=\"hsl({i * 47 % 360} 45% 62%)\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"><title>{HtmlReport.Text(block.Tensor)}: {block.Size} bytes at {block.Offset}, layers {block.First} to {block.Last}</title></rect>");
        }

        return svg.Append("</svg>").ToString();
    }

    public static string N(double value) => HtmlReport.Number(value, "0.##");
}
