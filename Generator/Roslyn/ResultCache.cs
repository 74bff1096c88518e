using System;
using System.Collections.Concurrent;
using Octavo.Generator.Models;

namespace Octavo.Generator.Roslyn;

/// <summary>
/// Results of this process, found by content. Roslyn keeps the results of one generator driver; editors and build servers make many drivers, for
/// every target framework and every fork of a workspace. Results are held weakly, so that they live as long as some driver uses them.
/// </summary>
internal static class ResultCache
{
    private static readonly ConcurrentDictionary<ModelDescriptor, WeakReference<ModelResult>> Results = new();

    public static ModelResult GetOrAdd(ModelDescriptor model, Func<ModelDescriptor, ModelResult> compile)
    {
        if (Results.TryGetValue(model, out var known) && known.TryGetTarget(out ModelResult? result))
            return result;

        foreach (var entry in Results)
        {
            if (!entry.Value.TryGetTarget(out _))
                Results.TryRemove(entry.Key, out _);
        }

        result = compile(model);
        if (result.Source is not null)
            Results[model] = new WeakReference<ModelResult>(result);
        return result;
    }
}
