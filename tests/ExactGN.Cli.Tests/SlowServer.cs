using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExactGN.Cli.Tests;

/// <summary>An HTTP server on the loopback that announces ten million bytes of anything it is asked for and sends a
/// few at a time.</summary>
internal sealed class SlowServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal SlowServer()
    {
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    internal string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Stop();

    private void Serve()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                new Thread(() => Answer(client)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The test has ended.
        }
    }

    private static void Answer(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                stream.ReadExactly(new byte[4]);
                stream.Write(Encoding.ASCII.GetBytes(
                    "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\nConnection: close\r\n\r\n"));
                while (true)
                {
                    stream.Write(new byte[1000]);
                    Thread.Sleep(20);
                }
            }
        }
        catch (IOException)
        {
            // The client is gone.
        }
    }
}
