using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Calibration;

/// <summary>Records what a tensor of a running network looks like.</summary>
/// <param name="Read">The tensor, once the network has run on a sample.</param>
internal sealed record Observer(string Name, Shape Shape, Func<Sample, float[]> Read, TensorStatistics Statistics)
{
    /// <summary>One for every float input and result of a network.</summary>
    public static IEnumerable<Observer> All(ModelSource source, NetworkRunner network)
    {
        IReadOnlyDictionary<string, int> axes = ChannelAxes.Of(source);
        TensorStatistics New(string name, Shape shape) =>
            new(axes.TryGetValue(name, out int axis) && shape.Rank > 0 ? new ChannelStatistics(axis < 0 ? axis + shape.Rank : axis, shape[axis]) : null);

        var inputs = network.Inputs.Select((input, i) => (input.Name, input.Element, input.Shape, Read: (Func<Sample, Array>)(sample => sample.Inputs[i])));
        var outputs = network.Outputs.Select((output, i) => (output.Name, output.Type.Element, output.Type.Shape, Read: (Func<Sample, Array>)(_ => network.Output(i))));
        return inputs.Concat(outputs).Where(t => t.Element == ElementType.Float32 && t.Shape.Length > 0).DistinctBy(t => t.Name)
            .Select(t => new Observer(t.Name, t.Shape, sample => (float[])t.Read(sample), New(t.Name, t.Shape)));
    }

    /// <summary>An observer of the tensor with channel c, along axis 1, multiplied by 2^e[c].</summary>
    public Observer Scaled(int[] exponents)
    {
        float[] scaled = new float[Shape.Length];
        return this with
        {
            Read = sample =>
            {
                ChannelScale.Apply(Read(sample), Shape, exponents, scaled);
                return scaled;
            },
            Statistics = new TensorStatistics(Statistics.Channels is { } channels ? new ChannelStatistics(channels.Axis, channels.Means.Length) : null),
        };
    }

    /// <returns>False when the tensor is not finite.</returns>
    public bool Observe(Sample sample) => Statistics.Add(Read(sample), Shape);
}
