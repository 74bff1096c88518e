using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Convolutions whose sums become codes without leaving the registers: eight pixels and all panels in one call of machine code.</summary>
internal readonly unsafe struct Vnni512Convolution : IConvolutionSweep
{
    const int Pixels = 8;

    public static int Rows => Pixels;

    /// <summary>Codes from weights without zero points, for more than one pixel: what the machine code is written for.</summary>
    public static bool Fits(in ConvolutionShape shape, in Epilogue epilogue) =>
        epilogue.Kind is EpilogueKind.Codes or EpilogueKind.CodesPlusResidual && epilogue.WeightZeroPoint is null && epilogue.InputFactor is null && shape.Items * shape.Height * shape.Width > 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Reduction reduction, in Epilogue epilogue, int group, int firstPanel, int panelCount, int firstPixel, int endPixel)
    {
        int channels = shape.Channels;
        int firstChannel = 16 * firstPanel;
        int parameter = group * ((channels + 15) & -16) + firstChannel;
        Vnni512Code.ConvolutionArguments arguments;
        arguments.Dot = new(reduction);
        arguments.LastMask = Vnni512Code.LastMask(channels - firstChannel, panelCount, reduction.IsSparse);
        arguments.Codes = new(epilogue);
        SetResidual(&arguments, epilogue);
        var run = Vnni512Code.Convolution(epilogue, reduction.IsSparse);

        y += group * channels + firstChannel;
        byte* residual = epilogue.Residual + group * channels + firstChannel;
        PixelCursor cursor = new(firstPixel, shape.Height, shape.Width, shape.Input, shape.Output, epilogue.ResidualStrides);
        for (int pixel = firstPixel; pixel < endPixel; pixel += Pixels)
        {
            int count = Math.Min(Pixels, endPixel - pixel);
            for (int i = 0; i < count; i++)
            {
                arguments.Dot.Rows[i] = (ulong)(x + cursor.Input);
                arguments.Outputs[i] = (ulong)(y + cursor.Output);
                arguments.Residuals[i] = (ulong)(residual + cursor.Residual);
                cursor.Advance();
            }

            // The last pixel again: it writes the same codes to the same place.
            for (int i = count; i < Pixels; i++)
            {
                arguments.Dot.Rows[i] = arguments.Dot.Rows[i - 1];
                arguments.Outputs[i] = arguments.Outputs[i - 1];
                arguments.Residuals[i] = arguments.Residuals[i - 1];
            }

            arguments.Dot.Weights = weights;
            arguments.Dot.Panels = panelCount;
            arguments.Bias = epilogue.Bias + parameter;
            arguments.Multipliers = epilogue.Multiplier + parameter;
            arguments.Channel = 0;
            run(&arguments);
        }
    }

    static void SetResidual(Vnni512Code.ConvolutionArguments* arguments, in Epilogue epilogue)
    {
        arguments->SelfScale = epilogue.SelfScale;
        arguments->ResidualScale = epilogue.ResidualScale;
        arguments->ResidualOffset = epilogue.ResidualOffset;
        arguments->FinalLow = (uint)epilogue.FinalLow * 0x0101_0101;
        arguments->FinalHigh = (uint)epilogue.FinalHigh * 0x0101_0101;
        arguments->LowDifference = epilogue.Low - epilogue.ZeroPoint;
        arguments->HighDifference = epilogue.High - epilogue.ZeroPoint;
        arguments->FloatZeroPoint = epilogue.ZeroPoint;
    }
}
