using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Where the maxima of windows over dense planes lie.</summary>
public static unsafe class FloatMaxPoolIndices
{
    /// <summary>
    /// The position in x of the first largest element of each window, of the last NaN if there is one, or -1 when the window sees only padding. Positions count
    /// planes, then pixels in row-major order or down the first axis first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, long* y, in VolumeWindow window, bool firstAxisFastest, int part, int parts)
    {
        int height = window.Input[1], width = window.Input[2], pixels = window.Input[0] * height * width;
        int outputs = window.Output[0] * window.Output[1] * window.Output[2];
        (int begin, int end) = Partition.Of(window.Planes * outputs, part, parts);
        for (int at = begin; at < end; at++)
        {
            long plane = (long)(at / outputs) * pixels;
            float* from = x + plane;
            int output = at % outputs;
            int column = (output % window.Output[2] * window.Stride[2]) - window.Pad[2];
            int row = (output / window.Output[2] % window.Output[1] * window.Stride[1]) - window.Pad[1];
            int depth = (output / window.Output[2] / window.Output[1] * window.Stride[0]) - window.Pad[0];
            int largest = -1;
            long index = -1;
            for (int i = 0, d = depth; i < window.Kernel[0]; i++, d += window.Dilation[0])
            {
                for (int j = 0, h = row; j < window.Kernel[1]; j++, h += window.Dilation[1])
                {
                    for (int k = 0, w = column; k < window.Kernel[2]; k++, w += window.Dilation[2])
                    {
                        if ((uint)d >= (uint)window.Input[0] || (uint)h >= (uint)height || (uint)w >= (uint)width)
                        {
                            continue;
                        }

                        int candidate = (((d * height) + h) * width) + w;
                        if (largest < 0 || from[candidate] > from[largest] || float.IsNaN(from[candidate]))
                        {
                            largest = candidate;
                            index = firstAxisFastest ? plane + d + ((long)window.Input[0] * (h + ((long)height * w))) : plane + candidate;
                        }
                    }
                }
            }

            y[at] = index;
        }
    }
}
