namespace Octavo.Compiler.Reference;

/// <summary>Sums in the order kernel row, kernel column, input channel, in both layouts; taps in the padding are left out.</summary>
internal sealed class Convolution(Conv op, Shape xShape, Shape wShape, Shape yShape) : IProduct
{
    public static TensorData Evaluate(Conv op, Operand x, Operand w, Operand? bias, Operand? residual, TensorType y)
    {
        var image = new Image(y.Shape, op.ChannelsLast);
        return new ProductEvaluation(new Convolution(op, x.Shape, w.Shape, y.Shape), x, w, y)
        {
            WeightAxis = 0,
            ChannelOf = image.ChannelOf,
            Bias = bias is null ? null : new ProductBias(bias, image.ChannelOf),
            Clamp = op.Clamp,
            Activation = op.Activation,
            Residual = op.Residual,
            ResidualOperand = residual,
        }.Evaluate();
    }

    public void AddTo<T, TStep>(T[] sums, T[] x, T[] w)
        where TStep : struct, IMultiplyAdd<T>
    {
        TStep arithmetic = default;
        var input = new Image(xShape, op.ChannelsLast);
        var output = new Image(yShape, op.ChannelsLast);
        var taps = new WindowTaps(op.Window, xShape, yShape, op.ChannelsLast);
        int groupInputs = wShape[1];
        int groupOutputs = output.Channels / op.Group;
        int kernelSize = taps.KernelSize;
        int channelStride = input.ChannelStride;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
        {
            taps.MoveTo(pixel);
            for (int item = 0; item < output.Items; item++)
            {
                for (int m = 0; m < output.Channels; m++)
                {
                    int firstInput = m / groupOutputs * groupInputs;
                    int position = output.Position(item, m, pixel);
                    T sum = sums[position];
                    for (int t = 0; t < taps.Count; t++)
                    {
                        int xAt = input.Position(item, firstInput, taps.Pixel[t]);
                        int wAt = (m * groupInputs * kernelSize) + taps.Tap[t];
                        for (int c = 0; c < groupInputs; c++)
                        {
                            sum = arithmetic.Step(x[xAt], w[wAt], sum);
                            xAt += channelStride;
                            wAt += kernelSize;
                        }
                    }

                    sums[position] = sum;
                }
            }
        }
    }
}
