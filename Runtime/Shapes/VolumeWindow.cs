using System;

namespace Octavo.Runtime;

/// <summary>A window that slides over planes of three spatial axes; an axis that an image lacks has extent 1.</summary>
public unsafe struct VolumeWindow
{
    /// <summary>Items times channels.</summary>
    public int Planes;

    public fixed int Input[3];
    public fixed int Output[3];
    public fixed int Kernel[3];
    public fixed int Stride[3];
    public fixed int Dilation[3];

    /// <summary>Padding before the first pixel.</summary>
    public fixed int Pad[3];

    public VolumeWindow(
        int planes, ReadOnlySpan<int> input, ReadOnlySpan<int> output, ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride, ReadOnlySpan<int> dilation, ReadOnlySpan<int> pad)
    {
        Planes = planes;
        for (int i = 0; i < 3; i++)
        {
            Input[i] = input[i];
            Output[i] = output[i];
            Kernel[i] = kernel[i];
            Stride[i] = stride[i];
            Dilation[i] = dilation[i];
            Pad[i] = pad[i];
        }
    }
}
