using System;
using System.Collections.Concurrent;
using Octavo.Generator.Models;

namespace Octavo.Generator.Roslyn;

/// <summary>
/// Results of this process, found by content. Roslyn keeps the results of one generator driver; editors and build servers make many drivers, for
/// every build, every target framework and every fork of a workspace. Results live as long as some driver uses them; the latest few live on,
/// so that a build server that compiles a project again need not compile its models again.
/// </summary>
internal static class ResultCache
{
    // Of some hundred kilobytes each.
    private const int Kept = 8;

    private static readonly ConcurrentDictionary<ModelDescriptor, WeakReference<ModelResult>> Results = new();
    private static readonly ConcurrentQueue<ModelResult> Latest = new();

    public static ModelResult GetOrAdd(ModelDescriptor model, Func<ModelDescriptor, ModelResult> compile)
    {
        if (Results.TryGetValue(model, out var known) && known.TryGetTarget(out ModelResult? result))
            return result;

        result = compile(model);
        if (result.Source is not null)
            Add(model, result);
        return result;
    }

    private static void Add(ModelDescriptor model, ModelResult result)
    {
        foreach (var entry in Results)
        {
            if (!entry.Value.TryGetTarget(out _))
                Results.TryRemove(entry.Key, out _);
        }

        Results[model] = new WeakReference<ModelResult>(result);
        Latest.Enqueue(result);
        while (Latest.Count > Kept)
            Latest.TryDequeue(out _);
    }
}
