using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExactGN.Experiments.Tests;

/// <summary>What the server does when it is asked for a file.</summary>
internal enum Manners
{
    Good,

    /// <summary>Announces the whole file, sends half and closes.</summary>
    Truncated,

    /// <summary>Announces nothing, sends half and closes.</summary>
    TruncatedUnannounced,

    /// <summary>Sends half, then nothing more.</summary>
    Stalled,

    /// <summary>Takes the request and never answers.</summary>
    Silent,

    /// <summary>Changes a byte in the middle.</summary>
    Corrupt,

    /// <summary>Sends a page of words in place of the file.</summary>
    WrongPage,

    /// <summary>Sends more than the file.</summary>
    Endless,

    /// <summary>503.</summary>
    Busy,
}

/// <summary>An HTTP server on the loopback with files in memory; what it does not have is a 404.
/// Each answer closes its connection.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly Func<string, Manners> _manners;
    private readonly Task _serving;

    internal LocalServer(IReadOnlyDictionary<string, byte[]> files, Func<string, Manners>? manners = null)
    {
        (_files, _manners) = (files, manners ?? (_ => Manners.Good));
        _listener.Start();
        _serving = Task.Run(Serve);
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The paths that were asked for.</summary>
    internal List<string> Asked { get; } = [];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _serving.Wait();
        _end.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await using var stream = client.GetStream();
                await Answer(stream, await Request(stream));
            }
            catch (Exception error) when (error is OperationCanceledException
                or SocketException
                or InvalidOperationException)
            {
                return;
            }
            catch (IOException)
            {
                // The other side went away, as it may.
            }
        }
    }

    private async Task<string> Request(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_end.Token)
            ?? throw new IOException("The other side went away before it asked.")).Split(' ')[1].TrimStart('/');
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
        {
        }

        Asked.Add(path);
        return path;
    }

    private async Task Answer(NetworkStream stream, string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            await Head(stream, "404 Not Found", 0);
            return;
        }

        switch (_manners(path))
        {
            case Manners.Truncated:
                await Head(stream, "200 OK", file.Length);
                await stream.WriteAsync(file.AsMemory(0, file.Length / 2), _end.Token);
                return;
            case Manners.TruncatedUnannounced:
                await Head(stream, "200 OK", null);
                await stream.WriteAsync(file.AsMemory(0, file.Length / 2), _end.Token);
                return;
            case Manners.Stalled:
                await Head(stream, "200 OK", file.Length);
                await stream.WriteAsync(file.AsMemory(0, file.Length / 2), _end.Token);
                await stream.ReadExactlyAsync(new byte[1], _end.Token);
                return;
            case Manners.Silent:
                await stream.ReadExactlyAsync(new byte[1], _end.Token);
                return;
            case Manners.Corrupt:
                file = [.. file];
                file[file.Length / 2] ^= 1;
                break;
            case Manners.WrongPage:
                file = Encoding.ASCII.GetBytes("<html>Please log in to this network.</html>");
                break;
            case Manners.Endless:
                await Head(stream, "200 OK", null);
                while (true)
                {
                    await stream.WriteAsync(file, _end.Token);
                }

            case Manners.Busy:
                await Head(stream, "503 Service Unavailable", 0);
                return;
            default:
                break;
        }

        await Head(stream, "200 OK", file.Length);
        await stream.WriteAsync(file, _end.Token);
    }

    private async Task Head(NetworkStream stream, string status, int? length) => await stream.WriteAsync(
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nConnection: close\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}\r\n"),
        _end.Token);
}
