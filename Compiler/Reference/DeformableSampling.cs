using System;

namespace Octavo.Compiler.Reference;

/// <summary>DeformableColumns: for each output pixel, tap and channel a bilinear sample, times the mask's factor.</summary>
internal static class DeformableSampling
{
    public static TensorData Evaluate(DeformableColumns op, Operand x, Operand offsets, Operand? mask, TensorType y)
    {
        Shape shape = x.Shape;
        int channels = shape[1], height = shape[2], width = shape[3], outputWidth = offsets.Shape[3], pixels = offsets.Shape[2] * outputWidth;
        int kernelWidth = op.Window.Kernel[1], taps = op.Window.Kernel[0] * kernelWidth, perGroup = channels / op.Group, perOffset = channels / op.OffsetGroups;
        float[] image = Singles(x), moves = Singles(offsets);
        float[]? factors = mask is null ? null : Singles(mask);
        var writer = new TensorWriter(y);
        for (int element = 0; element < y.Shape.Length; element++)
        {
            int inGroup = element % perGroup, tap = element / perGroup % taps, pixel = element / perGroup / taps % pixels;
            int group = element / perGroup / taps / pixels % op.Group, item = element / perGroup / taps / pixels / op.Group;
            int channel = (group * perGroup) + inGroup, entry = (((item * op.OffsetGroups) + (channel / perOffset)) * taps) + tap;
            float down = Position(0, pixel / outputWidth, tap / kernelWidth) + moves[(2 * entry * pixels) + pixel];
            float across = Position(1, pixel % outputWidth, tap % kernelWidth) + moves[(((2 * entry) + 1) * pixels) + pixel];
            float sample = Bilinear.WithZeros(down, across, height, width)?.Sum(image, ((item * channels) + channel) * height * width) ?? 0;
            writer.Real(element, factors is null ? sample : sample * factors[(entry * pixels) + pixel]);
        }

        return writer.Data;

        int Position(int axis, int output, int tap) => (output * op.Window.Strides[axis]) + (tap * op.Window.Dilations[axis]) - op.Window.PadsBegin[axis];
    }

    private static float[] Singles(Operand operand) => Array.ConvertAll(TensorReader.Reals(operand), v => (float)v);
}
