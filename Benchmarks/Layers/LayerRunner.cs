using System;
using System.Collections.Generic;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Layers;

/// <summary>The layers of a list, one after the other.</summary>
internal sealed class LayerRunner(IReadOnlyList<LayerShape> shapes, Func<LayerShape, IRunner> create) : IOpenRunner
{
    private IRunner? _layer;

    /// <summary>Makes the layer with this index ready to run.</summary>
    public void Open(int number)
    {
        _layer?.Dispose();
        _layer = create(shapes[number]);
    }

    public void Run(int times) => _layer!.Run(times);

    public void Dispose() => _layer?.Dispose();
}
