using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Convolutions whose sums become floats without leaving the registers: eight pixels and all panels in one call of machine code.</summary>
internal readonly unsafe struct Vnni512FloatConvolution : IConvolutionSweep
{
    const int Pixels = 8;

    public static int Rows => Pixels;

    /// <summary>Floats from weights without zero points, for more than one pixel.</summary>
    public static bool Fits(in ConvolutionShape shape, in Epilogue epilogue) =>
        epilogue.Kind == EpilogueKind.Float && epilogue.WeightZeroPoint is null && shape.Items * shape.Height * shape.Width > 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Reduction reduction, in Epilogue epilogue, int group, int firstPanel, int panelCount, int firstPixel, int endPixel)
    {
        int channels = shape.Channels;
        int firstChannel = 16 * firstPanel;
        int parameter = group * ((channels + 15) & -16) + firstChannel;
        bool isDynamic = epilogue.InputFactor is not null;
        Vnni512Code.FloatArguments arguments;
        arguments.Dot = new(reduction);
        arguments.LastMask = Vnni512Code.LastMask(channels - firstChannel, panelCount, reduction.IsSparse);
        arguments.InputZeroPoint = epilogue.InputZeroPoint;
        arguments.InputScale = isDynamic ? epilogue.InputScale : 1;
        arguments.Low = epilogue.FloatLow;
        arguments.High = epilogue.FloatHigh;
        var run = Vnni512Code.ConvolutionToFloats(reduction.IsSparse);

        float* first = (float*)y + group * channels + firstChannel;
        PixelCursor cursor = new(firstPixel, shape.Height, shape.Width, shape.Input, shape.Output, default);
        for (int pixel = firstPixel; pixel < endPixel; pixel += Pixels)
        {
            int count = Math.Min(Pixels, endPixel - pixel);
            for (int i = 0; i < count; i++)
            {
                arguments.Dot.Rows[i] = (ulong)(x + cursor.Input);
                arguments.Outputs[i] = (ulong)(first + cursor.Output);
                cursor.Advance();
            }

            // The last pixel again: it writes the same floats to the same place.
            for (int i = count; i < Pixels; i++)
            {
                arguments.Dot.Rows[i] = arguments.Dot.Rows[i - 1];
                arguments.Outputs[i] = arguments.Outputs[i - 1];
            }

            arguments.Dot.Weights = weights;
            arguments.Dot.Panels = panelCount;
            arguments.Bias = epilogue.Bias + parameter;
            arguments.Multipliers = epilogue.Multiplier + parameter;
            arguments.InputFactors = isDynamic ? epilogue.InputFactor + parameter : null;
            arguments.FloatBias = epilogue.FloatBias is null ? null : epilogue.FloatBias + parameter;
            arguments.Channel = 0;
            run(&arguments);
        }
    }
}
